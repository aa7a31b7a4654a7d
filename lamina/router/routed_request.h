#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lamina/engine/context.h"
#include "lamina/events/http_event.h"
#include "lamina/json/json.h"

namespace lamina {

// One request on its way through a router: the event, what the path said, and what middleware functions left for those
// after them. Lives as long as the call; one thread at a time.
class routed_request {
 public:
  routed_request(const http_event& of, lamina::context& in) : event(of), context(in) {}

  // A path parameter, percent-decoded; "" when the pattern has none of that name. The innermost counts.
  std::string_view parameter(std::string_view name) const noexcept {
    for (auto found = parameters_.rbegin(); found != parameters_.rend(); ++found) {
      if (found->first == name) return found->second;
    }
    return {};
  }

  const http_event& event;
  lamina::context& context;
  json::object locals;  // Express's res.locals

 private:
  friend class router;
  std::vector<std::pair<std::string, std::string>> parameters_;
};

}  // namespace lamina
