#include "lamina/config/internal/building.h"
#include "lamina/config/internal/environment_values.h"
#include "lamina/config/internal/known_keys.h"

namespace lamina::config {
namespace {

constexpr std::string_view uses_default = "the default is used";
constexpr std::string_view is_null = "it counts as null";

bool is_stage_name(std::string_view stage) {
  return stage.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") ==
         std::string_view::npos;
}

// All of a map, what is unresolved inside it as null: whoever needs a value of it says so.
json::object as_object(const node& from) {
  if (from.is_unresolved()) from.warn("cannot be resolved (" + from.why() + "); it is ignored");
  if (!from.is_given()) return {};
  if (!from.is_map()) {
    from.expected("a map");
    return {};
  }
  const json::value out = from.quiet_value();
  return out.is_object() ? out.get_object() : json::object();
}

void read_stage(building& into, const node& provider) {
  resolver& variables = into.all.variables();
  into.out.stage = variables.stage();
  into.out.region = variables.region();
  if (!is_stage_name(into.out.stage))
    provider["stage"].fail("the stage '" + into.out.stage +
                           "' is part of addresses: letters, digits, - and _ were expected");
}

void read_function_defaults(building& into, const node& provider) {
  function_defaults& to = into.defaults;
  to.runtime = provider["runtime"].text(uses_default);
  to.timeout = provider["timeout"].whole_number(uses_default, 86'400);
  to.memory = provider["memorySize"].whole_number(uses_default, 1 << 20);
  to.architecture = provider["architecture"].text(uses_default).value_or("");
  to.artifact = into.root["package"]["artifact"].text("it is ignored").value_or("");
  to.layers = provider["layers"].value(is_null);
  to.environment = environment_values(provider["environment"]);
  to.payload = provider["httpApi"]["payload"].text(uses_default).value_or("2.0");
}

void read_plugins(building& into) {
  const node plugins = into.root["plugins"];
  const node names = plugins.is_map() ? plugins["modules"] : plugins;
  into.out.plugins = names.texts("it is ignored");
}

// A member of the root as it was written, when it is there.
json::value raw_member(const node& root, std::string_view key) {
  const json::value* found = root.is_map() ? root.found().value->get_object().if_contains(key) : nullptr;
  return found ? *found : json::value(nullptr);
}

void read_name(building& into) {
  const node service = into.root["service"];
  const node name = service.is_map() ? service["name"] : service;
  if (!service.is_given() && !service.is_unresolved())
    return into.all.fail(into.root.where(), "`service` is missing; expected the service's name (service: my-service)");
  into.out.name = name.needed_text().value_or("");
  if (into.out.name.empty() && !name.is_unresolved()) name.expected("the service's name");
}

// serverless-offline opens guarded routes when it is told to; whoever serves in earnest has the same file.
void say_what_stays_guarded(const node& offline) {
  for (const char* key : {"noAuth", "ignoreJWTSignature"})
    if (offline[key].is_true()) offline[key].warn("is not followed: guarded routes stay guarded");
}

}  // namespace

void read_provider(building& into) {
  read_name(into);
  const node provider = into.root["provider"];
  if (provider.is_unresolved()) return provider.fail("cannot be resolved: " + provider.why());
  if (!provider.is_given())
    return into.all.fail(into.root.where(),
                         "`provider` is missing; expected `provider: aws` or a map with `name: aws`");
  if (!provider.is_map() && !provider.is_text()) return provider.expected("`aws` or a map");
  const node named = provider.is_map() ? provider["name"] : provider;
  const auto name = named.needed_text();
  if (name && *name != "aws") return named.fail("only the provider aws can be served, found " + *name);
  if (!name && !named.is_unresolved())
    return into.all.fail(provider.where(), "`name` is missing; expected `name: aws`");

  check_provider_keys(into.all, provider);
  read_stage(into, provider);
  read_function_defaults(into, provider);
  read_plugins(into);
  service& out = into.out;
  out.api_gateway = as_object(provider["apiGateway"]);
  out.http_api = as_object(provider["httpApi"]);
  out.offline = as_object(into.root["custom"]["serverless-offline"]);
  say_what_stays_guarded(into.root["custom"]["serverless-offline"]);
  if (auto selection = provider["websocketsApiRouteSelectionExpression"].text(uses_default))
    out.websocket_route_selection = *std::move(selection);
  read_websocket_placement(into);
  read_authorizer_settings(into);
  read_usage_plans(into);
  read_gateway_responses(into);
  read_models(into);
  read_rest_api_settings(into, provider);
  read_stage_variables(into);
  read_route_throttles(into);
  read_state_directory(into);
  read_access_logs(into, provider);
  out.resources = raw_member(into.root, "resources");
}

}  // namespace lamina::config
