#include <algorithm>

#include "lamina/config/internal/building.h"
#include "lamina/config/internal/known_keys.h"
#include "lamina/config/internal/route_text.h"

namespace lamina::config {
namespace {

constexpr std::string_view ignored = "it is ignored";

void check_names(building& into, const std::vector<route>& routes) {
  for (auto one = routes.begin(); one != routes.end(); ++one) {
    const auto same = std::find_if(routes.begin(), one, [&](const route& other) {
      return other.method == one->method && other.path == one->path;
    });
    if (same != one)
      into.all.fail(one->where, one->method + " " + one->path + " is already a route of the function " +
                                    same->function + " (" + same->where.text() + "); one route leads to one function");
  }
}

// In seconds. Older releases of the Framework have it; newer ones take the function's own.
std::optional<std::chrono::milliseconds> time_limit_of(const node& timeout) {
  constexpr std::int64_t most = 30;  // of the service
  if (const auto seconds = timeout.whole_number(ignored, most)) return std::chrono::seconds(*seconds);
  return std::nullopt;
}

void check_authorizers(building& into, const std::optional<authorizer>& by, const location& where) {
  if (by && !by->function.empty() && into.out.find_function(by->function) == nullptr)
    into.all.fail(where, "the authorizer " + by->function + " is no function of this service");
}

}  // namespace

void read_http_api_event(building& into, const std::string& function, const node& event, const std::string& payload) {
  const auto text = read_route_text(event, true);
  if (!text) return;
  route to;
  to.api = api_kind::http;
  to.method = text->method;
  to.path = text->path;
  to.function = function;
  to.payload = payload;
  to.where = event.where();
  if (to.path == "*") {
    if (to.method != "ANY")
      return event.fail("the path * is for every method; expected the method *, found " + to.method);
    to.path = "$default";
  } else if (to.path.empty()) {
    return event.fail("expected a path that starts with /, found nothing");
  }
  bool dropped = false;
  if (event.is_map()) {
    check_http_api_keys(into.all, event);
    to.authorizer = read_http_api_authorizer(into, event["authorizer"], dropped);
  }
  to.timeout = time_limit_of(event.is_map() && event.has("timeout") ? event["timeout"]
                                                                    : into.root["provider"]["httpApi"]["timeout"]);
  to.throttle = throttle_of(into.throttles, event["throttling"], to);
  if (!dropped) into.http_api_routes.push_back(std::move(to));
}

void finish_routes(building& into) {
  check_names(into, into.http_api_routes);
  check_names(into, into.rest_routes);
  read_http_api_cors(into);
  into.out.routes = std::move(into.http_api_routes);
  std::move(into.rest_routes.begin(), into.rest_routes.end(), std::back_inserter(into.out.routes));
  for (const route& one : into.out.routes) check_authorizers(into, one.authorizer, one.where);
  for (const websocket_route& one : into.out.websockets) check_authorizers(into, one.authorizer, one.where);
}

}  // namespace lamina::config
