#include <algorithm>

#include "lamina/config/internal/api_resources.h"
#include "lamina/config/internal/known_keys.h"
#include "lamina/config/internal/route_text.h"

namespace lamina::config {
namespace {

constexpr std::string_view ignored = "it is ignored";

std::string rest_path(std::string_view path) {
  if (!path.empty() && path.front() == '/') path.remove_prefix(1);
  if (!path.empty() && path.back() == '/') path.remove_suffix(1);
  return "/" + std::string(path);
}

std::string integration_of(const node& event) {
  const auto written = event["integration"].text("lambda-proxy is used");
  if (!written) return event["async"].is_true() ? "AWS" : "AWS_PROXY";
  std::string text = upper(*written);
  std::ranges::replace(text, '-', '_');
  if (text == "LAMBDA") return "AWS";
  if (text == "LAMBDA_PROXY") return "AWS_PROXY";
  constexpr std::string_view known[] = {"AWS", "AWS_PROXY", "HTTP", "HTTP_PROXY", "MOCK"};
  if (std::ranges::find(known, text) == std::end(known))
    event["integration"].expected("lambda-proxy, lambda, http-proxy, http or mock");
  return text;
}

// Does the function stream its answers?
bool read_transfer_mode(const node& from) {
  const std::string mode = upper(from.text("BUFFERED is used").value_or("BUFFERED"));
  if (mode != "BUFFERED" && mode != "STREAM") from.expected("BUFFERED or STREAM");
  return mode == "STREAM";
}

void read_parameters(route& to, const node& parameters) {
  constexpr std::pair<const char*, const char*> places[] = {
      {"querystrings", "querystring"}, {"headers", "header"}, {"paths", "path"}};
  for (const auto& [key, name] : places)
    for (const auto& [parameter, value] : parameters[key].members()) {
      const node required = value.is_map() ? value["required"] : value;
      to.request_parameters["method.request." + std::string(name) + "." + parameter] =
          required.boolean("it is not required").value_or(false);
    }
}

// Of one content type: the schema, {schema, name, description}, the name of one under provider.apiGateway, or {Ref} to
// a model of the resources.
void read_schemas(building& into, route& to, const node& schemas) {
  const node shared = into.root["provider"]["apiGateway"]["request"]["schemas"];
  for (const auto& [type, value] : schemas.members()) {
    if (value.is_map() && value["Ref"].is_text()) {
      to.request_schemas[type] = json::object{{"$ref", "/models/" + referred_id(value)}};
      continue;
    }
    node schema = value;
    if (value.is_text() && shared.has(*value.text(""))) schema = shared[*value.text("")];
    const auto name = schema.is_map() && schema["schema"].is_map() ? schema["name"].text(ignored) : std::nullopt;
    if (schema.is_map() && schema["schema"].is_map()) schema = schema["schema"];
    if (!schema.is_map()) {
      value.expected("a JSON schema, or the name of one under provider.apiGateway.request.schemas");
      continue;
    }
    const json::value& read = to.request_schemas[type] = schema.value("it counts as null");
    if (name) into.out.models.try_emplace(*name, read);
  }
}

}  // namespace

void read_http_event(building& into, const std::string& function, const node& event) {
  const auto text = read_route_text(event, false);
  if (!text) return;
  route to;
  to.api = api_kind::rest;
  to.method = text->method;
  to.path = rest_path(text->path);
  to.function = function;
  to.where = event.where();
  bool dropped = false;
  if (event.is_map()) {
    check_http_keys(into.all, event);
    to.authorizer = read_rest_authorizer(into, event["authorizer"], dropped);
    to.integration = integration_of(event);
    to.async = event["async"].boolean(ignored).value_or(false);
    to.operation_id = event["operationId"].text(ignored).value_or("");
    to.streams = read_transfer_mode(event["response"]["transferMode"]);
    read_rest_integration(to, event);
    const node needs_key = event["private"];
    if (needs_key.is_unresolved()) needs_key.fail("cannot be resolved: " + needs_key.why());
    to.private_key = needs_key.boolean("").value_or(false);
    if (const auto limit = event["timeoutInMillis"].whole_number(ignored, 900'000))
      to.timeout = std::chrono::milliseconds(*limit);
    read_parameters(to, event["request"]["parameters"]);
    read_schemas(into, to, event["request"]["schemas"]);
    read_schemas(into, to, event["request"]["schema"]);  // its older name
    const node cors = event["cors"];
    if (cors.is_unresolved()) cors.warn("cannot be resolved (" + cors.why() + "); the route has no cors");
    to.cors = cors.is_given() && !cors.is_false() && !dropped;
    if (to.cors) add_rest_cors(into, cors, to.path, to.method);
  }
  to.throttle = throttle_of(into.throttles, event["throttling"], to);
  if (!dropped) into.rest_routes.push_back(std::move(to));
}

}  // namespace lamina::config
