#include "lamina/gateway/websocket/websocket_api.h"

namespace lamina::gateway {
namespace {

constexpr std::string_view connect = "$connect", disconnect = "$disconnect", fallback = "$default";

std::string place(const config::websocket_route& route) {
  const std::string where = route.where.text();
  return (where.empty() ? "websocket route " + route.route : where) + ": ";
}

std::string prefix_of(const config::service& from) {
  if (from.websocket.path.empty()) return "/" + from.stage;
  return from.websocket.path == "/" ? std::string() : from.websocket.path;
}

class websocket_api_maker {
 public:
  websocket_api_maker(const function_map& functions, const gateway_options& options, websocket_api start)
      : functions_(functions), options_(options), api_(std::move(start)) {}

  result<websocket_api> make(const std::vector<config::websocket_route>& routes) {
    for (const config::websocket_route& route : routes)
      if (auto added = add(route); !added) return error(place(route) + added.error().message);
    for (const std::string& note : api_.authorizers.notes()) api_.notes.push_back(note);
    return std::move(api_);
  }

 private:
  result<void> add(const config::websocket_route& route) {
    const auto function = functions_.find(route.function);
    if (function == functions_.end()) return error("there is no function \"" + route.function + "\"");
    if (route.authorizer && route.route != connect)
      return error("an authorizer is asked on $connect only; expected it there, not on " + route.route);
    websocket_route made{.key = route.route,
                         .function = function->second.get(),
                         .event = websocket_event_template(api_.stage, route.route),
                         .time_limit = options_.integration_timeout,
                         .has_response = !route.route_response.empty()};
    if (route.throttle) made.throttle = std::make_unique<token_bucket>(*route.throttle);
    if (route.authorizer) {
      auto guard = api_.authorizers.add(*route.authorizer);
      if (!guard) return guard.error();
      made.closed = std::move(guard->closed);
    }
    if (!made.closed.empty()) api_.notes.push_back(place(route) + made.closed + ": every connection is answered 500");
    if (!api_.routes.emplace(route.route, std::move(made)).second)
      return error("the route " + route.route + " is there twice");
    return {};
  }

  const function_map& functions_;
  const gateway_options& options_;
  websocket_api api_;
};

}  // namespace

const websocket_route* websocket_api::find(std::string_view key) const noexcept {
  const auto found = routes.find(key);
  return found == routes.end() ? nullptr : &found->second;
}

const websocket_route* websocket_api::find_for(std::string_view message, std::string& storage) const {
  const auto key = selection.key_of(message, storage);
  const websocket_route* route = key && *key != connect && *key != disconnect ? find(*key) : nullptr;
  return route == nullptr ? find(fallback) : route;
}

result<websocket_api> make_websocket_api(const config::service& from, const function_map& functions,
                                         const gateway_options& options) {
  auto selection = route_selection::compile(from.websocket_route_selection);
  if (!selection) return error("provider.websocketsApiRouteSelectionExpression: " + selection.error().message);
  websocket_api start{.stage = websocket_stage_of(from, options),
                      .placement = from.websocket,
                      .prefix = prefix_of(from),
                      .selection = *std::move(selection),
                      .routes = {},
                      .authorizers = {guarded_api::websocket, from, functions, options}};
  return websocket_api_maker(functions, options, std::move(start)).make(from.websockets);
}

}  // namespace lamina::gateway
