#include "lamina/router/ws_router.h"

#include <utility>

namespace lamina {
namespace {

constexpr std::string_view package = "@middy/ws-router";

result<route_choice> choose(const named_handlers& routes, const json::value& event) {
  const json::value* context = json::find(event, "requestContext");
  const json::value* key = context ? json::find(*context, "routeKey") : nullptr;
  const std::string_view text = context ? json::find_string(*context, "routeKey") : std::string_view();
  if (const handler_function* handler = text.empty() ? nullptr : routes.find(text)) return route_choice{handler};
  json::object asked;
  if (key != nullptr) asked["routeKey"] = *key;
  if (!text.empty()) return route_choice{nullptr, std::move(asked)};
  return error(400, "Unknown WebSocket event format: missing 'requestContext.routeKey'")
      .with_cause(package, std::move(asked));
}

}  // namespace

handler_function ws_router(std::vector<ws_route> routes, not_found_response not_found) {
  named_handlers by_key;
  bool may_wait = false;
  for (ws_route& route : routes) {
    may_wait |= route.handler.may_wait();
    by_key.set(std::move(route.route_key), std::move(route.handler));
  }
  return make_router({[by_key = std::move(by_key)](json::value& event) { return choose(by_key, event); }, may_wait,
                      std::move(not_found), error(404, "Route does not exist"), package});
}

}  // namespace lamina
