#include <fmt/format.h>

#include <algorithm>

#include "lamina/cli/commands.h"
#include "lamina/cli/terminal.h"
#include "lamina/gateway/function_url/url_api.h"
#include "lamina/json/json.h"

namespace lamina::cli {
namespace {

constexpr std::string_view websocket = "WebSocket";

struct row {
  std::string api, method, path, function, authorizer;
};

std::string describe(const config::route& route) {
  if (!route.authorizer) return {};
  using kind = config::authorizer::kind;
  const config::authorizer& by = *route.authorizer;
  switch (by.type) {
    case kind::token: return fmt::format("TOKEN {}, result kept {} s", by.name, by.ttl.count());
    case kind::request: return fmt::format("REQUEST {}, result kept {} s", by.name, by.ttl.count());
    case kind::cognito_user_pools: return "COGNITO_USER_POOLS " + by.name;
    case kind::jwt: return "JWT " + by.name;
    case kind::aws_iam: break;
  }
  return "AWS_IAM";
}

std::vector<row> rows_of(const config::service& service) {
  std::vector<row> rows;
  for (const config::route& route : service.routes) {
    const bool is_rest = route.api == config::api_kind::rest;
    const bool is_staged = is_rest || (service.http_stage != "$default" && route.path != "$default");
    const std::string& stage = is_rest ? service.stage : service.http_stage;
    const std::string path = is_staged ? "/" + stage + (route.path == "/" ? "" : route.path) : route.path;
    rows.push_back({is_rest ? "REST" : "HTTP", route.method, path, route.function, describe(route)});
  }
  for (const config::websocket_route& route : service.websockets)
    rows.push_back(
        {std::string(websocket), "", route.route, route.function, route.authorizer ? route.authorizer->name : ""});
  for (const config::function& one : service.functions)
    if (one.address)
      rows.push_back({"URL", "", gateway::url_host_of(service, one), one.key, one.address->is_signed ? "AWS_IAM" : ""});
  return rows;
}

// "/dev on port 3001": where the WebSocket routes are. Without a host or port it is the REST API's.
std::string address_of(const config::service& service) {
  const config::websocket_placement& at = service.websocket;
  std::string text = at.path.empty() ? "/" + service.stage : at.path;
  if (!at.host.empty()) text += " on host " + at.host;
  if (at.port) text += *at.port == 0 ? " on a free port" : fmt::format(" on port {}", *at.port);
  return text;
}

json::object address_form(const config::service& service) {
  const config::websocket_placement& at = service.websocket;
  json::object form{{"path", at.path.empty() ? "/" + service.stage : at.path}};
  if (!at.host.empty()) form["host"] = at.host;
  if (at.port) form["port"] = *at.port;
  return form;
}

void print_json(const std::vector<row>& rows, const config::service& service) {
  json::array all;
  for (const row& r : rows) {
    json::object one{{"api", r.api}, {"path", r.path}, {"function", r.function}};
    if (!r.method.empty()) one["method"] = r.method;
    if (r.api == websocket) one["address"] = address_form(service);
    if (!r.authorizer.empty()) one["authorizer"] = r.authorizer;
    all.push_back(std::move(one));
  }
  print(json::serialize(all));
}

void print_table(const std::vector<row>& rows, const config::service& service) {
  std::size_t path = 0, function = 0;
  for (const row& r : rows) {
    path = std::max(path, r.path.size());
    function = std::max(function, r.function.size());
  }
  for (const row& r : rows) {
    std::string line = fmt::format("{:<9} {:<7} {:<{}}  {:<{}}", r.api, r.method, r.path, path, r.function, function);
    if (!r.authorizer.empty()) line += fmt::format("  ({})", r.authorizer);
    line.erase(line.find_last_not_of(' ') + 1);
    print(line);
  }
  if (!service.websockets.empty()) print(fmt::format("WebSocket address: {}", address_of(service)));
}

}  // namespace

int routes(const routes_options& options) {
  auto service = load(options.service);
  if (!service) return 1;
  if (auto placed = place_websockets(*service, options.websocket); !placed) {
    print_error("error: " + placed.error().message);
    return 1;
  }
  const std::vector<row> rows = rows_of(*service);
  if (options.json)
    print_json(rows, *service);
  else if (rows.empty())
    print("No routes: the functions of this service have no http, httpApi or websocket events, and no URL.");
  else
    print_table(rows, *service);
  return 0;
}

}  // namespace lamina::cli
