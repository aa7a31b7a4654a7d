#include "lamina/router/routing.h"

#include <memory>
#include <utility>

namespace lamina {
namespace {

outcome answer_not_found(const routing& how, json::object asked) {
  if (how.not_found) return how.not_found(asked);
  return error(how.no_route).with_cause(how.package, std::move(asked));
}

eventual<outcome> route(const void* self, json::value& event, context& context, const std::shared_ptr<void>& lifetime) {
  const routing& how = *static_cast<const routing*>(self);
  result<route_choice> choice = how.choose(event);
  if (!choice) return outcome(std::move(choice).error());
  if (choice->handler != nullptr) return (*choice->handler)(event, context, lifetime);
  return answer_not_found(how, std::move(choice->asked));
}

}  // namespace

handler_function make_router(routing how) {
  const bool waits = how.may_wait;
  return {std::make_shared<const routing>(std::move(how)), &route, waits};
}

}  // namespace lamina
