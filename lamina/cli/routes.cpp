#include <fmt/format.h>

#include <algorithm>

#include "lamina/cli/commands.h"
#include "lamina/cli/terminal.h"
#include "lamina/json/json.h"

namespace lamina::cli {
namespace {

struct row {
  std::string api, method, path, function, authorizer;
};

std::string describe(const config::route& route) {
  if (!route.authorizer) return {};
  const config::authorizer& by = *route.authorizer;
  return fmt::format("{} {}, result kept {} s", by.type == config::authorizer::kind::token ? "TOKEN" : "other kind",
                     by.name, by.ttl.count());
}

std::vector<row> rows_of(const config::service& service) {
  std::vector<row> rows;
  for (const config::route& route : service.routes) {
    const bool is_rest = route.api == config::api_kind::rest;
    const std::string path = is_rest ? "/" + service.stage + (route.path == "/" ? "" : route.path) : route.path;
    rows.push_back({is_rest ? "REST" : "HTTP", route.method, path, route.function, describe(route)});
  }
  for (const config::websocket_route& route : service.websockets)
    rows.push_back({"WebSocket", "", route.route, route.function, route.authorizer ? route.authorizer->name : ""});
  return rows;
}

void print_json(const std::vector<row>& rows) {
  json::array all;
  for (const row& r : rows) {
    json::object one{{"api", r.api}, {"path", r.path}, {"function", r.function}};
    if (!r.method.empty()) one["method"] = r.method;
    if (!r.authorizer.empty()) one["authorizer"] = r.authorizer;
    all.push_back(std::move(one));
  }
  print(json::serialize(all));
}

void print_table(const std::vector<row>& rows) {
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
}

}  // namespace

int routes(const routes_options& options) {
  const auto service = load(options.service);
  if (!service) return 1;
  const std::vector<row> rows = rows_of(*service);
  if (options.json)
    print_json(rows);
  else if (rows.empty())
    print("No routes: the functions of this service have no http, httpApi or websocket events.");
  else
    print_table(rows);
  return 0;
}

}  // namespace lamina::cli
