#include "lamina/router/cloudformation_router.h"

#include <utility>

#include "lamina/json/javascript.h"

namespace lamina {
namespace {

constexpr std::string_view package = "@middy/cloudformation-router";

constexpr const char* unknown_format =
    "Unknown CloudFormation Custom Resource event format: 'RequestType' must be one of Create, Update, Delete. "
    "Received: ";

result<route_choice> choose(const named_handlers& routes, const json::value& event) {
  const std::string_view type = json::find_string(event, "RequestType");
  const bool is_known = type == "Create" || type == "Update" || type == "Delete";
  if (const handler_function* handler = is_known ? routes.find(type) : nullptr) return route_choice{handler};
  json::object asked;
  const json::value* given = json::find(event, "RequestType");
  if (given != nullptr) asked["requestType"] = *given;
  if (is_known) return route_choice{nullptr, std::move(asked)};
  const std::string received = given == nullptr || given->is_null() ? "undefined" : json::to_text(*given);
  return error(unknown_format + received).with_cause(package, std::move(asked));
}

}  // namespace

handler_function cloudformation_router(std::vector<cloudformation_route> routes, not_found_response not_found) {
  named_handlers by_type;
  bool may_wait = false;
  for (cloudformation_route& route : routes) {
    may_wait |= route.handler.may_wait();
    by_type.set(std::move(route.request_type), std::move(route.handler));
  }
  return make_router({[by_type = std::move(by_type)](json::value& event) { return choose(by_type, event); }, may_wait,
                      std::move(not_found), error("Route does not exist"), package});
}

}  // namespace lamina
