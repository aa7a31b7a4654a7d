#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "lamina/engine/handler.h"

// What http_router, ws_router and cloudformation_router are made of: a handler that hands each event to one of several
// handlers. Each of these may be an engine, with middlewares of its own.
namespace lamina {

// Answers events that no route takes. Gets what the event asked for: {"method", "path"}, {"routeKey"} or
// {"requestType"}. What it throws fails the invocation.
using not_found_response = std::function<std::optional<json::value>(const json::object& asked)>;

// Handlers by name.
class named_handlers {
 public:
  // Of several with one name the last counts.
  void set(std::string name, handler_function handler) { all_.insert_or_assign(std::move(name), std::move(handler)); }
  // Null when there is none. Valid as long as nothing is set.
  const handler_function* find(std::string_view name) const noexcept {
    const auto found = all_.find(name);
    return found == all_.end() ? nullptr : &found->second;
  }

 private:
  std::map<std::string, handler_function, std::less<>> all_;
};

// What a router finds for one event.
struct route_choice {
  const handler_function* handler = nullptr;  // of the route; null when no route takes the event
  json::object asked{};                       // then: what the event asked for
};

struct routing {
  // Chooses, and may write into the event what the route's path says. Fails for an event of another kind.
  std::function<result<route_choice>(json::value& event)> choose;
  // Can one of the handlers be unfinished when its call returns?
  bool may_wait = false;
  // Without it, `no_route` with what was asked for is the failure.
  not_found_response not_found{};
  error no_route;
  std::string_view package;  // the Middy package named as the cause; a literal
};

handler_function make_router(routing how);

}  // namespace lamina
