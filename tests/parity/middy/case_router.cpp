#include "case_router.h"

#include <string>
#include <utility>

#include "case_values.h"
#include "declared_handler.h"
#include "lamina/router/cloudformation_router.h"
#include "lamina/router/http_router.h"
#include "lamina/router/ws_router.h"

namespace lamina::parity {
namespace {

// The argument of a router: a list of routes, or {"routes"?, "notFoundResponse"?}.
struct argument {
  json::array routes;
  not_found_response not_found;
};

std::string text(const json::value& route, std::string_view key) { return std::string(json::find_string(route, key)); }

argument read_argument(const json::value& written, const recorder_ptr& record) {
  if (const json::array* list = written.if_array()) return {*list, {}};
  argument read;
  if (const json::value* routes = json::find(written, "routes")) read.routes = routes->as_array();
  if (const json::value* answer = json::find(written, "notFoundResponse"))
    read.not_found = [record, answer = input_value(answer->at("return"))](const json::object& asked) {
      record->trace.push_back("not-found:" + json::serialize(asked));
      return std::optional(answer);
    };
  return read;
}

// make_route is given each route and its handler, make_router all that came of it.
template <class MakeRoute, class MakeRouter>
handler_function make(const json::value& written, const registry& middlewares, const recorder_ptr& record,
                      MakeRoute make_route, MakeRouter make_router) {
  argument read = read_argument(written, record);
  std::vector<decltype(make_route(json::value(), handler_function()))> routes;
  for (const json::value& one : read.routes)
    routes.push_back(make_route(one, make_handler(one.at("handler"), middlewares, record, text(one, "name"))));
  return make_router(std::move(routes), std::move(read.not_found));
}

http_route make_http_route(const json::value& written, handler_function handler) {
  return {text(written, "method"), text(written, "path"), std::move(handler)};
}

ws_route make_ws_route(const json::value& written, handler_function handler) {
  return {text(written, "routeKey"), std::move(handler)};
}

cloudformation_route make_cloudformation_route(const json::value& written, handler_function handler) {
  return {text(written, "requestType"), std::move(handler)};
}

}  // namespace

std::optional<handler_function> make_case_router(const json::value& written, const registry& middlewares,
                                                 const recorder_ptr& record) {
  if (const json::value* of = json::find(written, "http-router"))
    return make(*of, middlewares, record, make_http_route, http_router);
  if (const json::value* of = json::find(written, "ws-router"))
    return make(*of, middlewares, record, make_ws_route, ws_router);
  if (const json::value* of = json::find(written, "cloudformation-router"))
    return make(*of, middlewares, record, make_cloudformation_route, cloudformation_router);
  return std::nullopt;
}

}  // namespace lamina::parity
