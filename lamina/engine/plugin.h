#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string_view>

#include "lamina/engine/hook.h"
#include "lamina/json/json.h"

namespace lamina {

// What can be watched and set around a whole chain; Middy's plugin configuration. Every member may be absent. Functions
// run on the thread of the invocation, several at once when the engine serves several; what they throw is treated as
// Middy treats it (said at each).
struct plugin {
  // What request.internal starts with.
  json::object internal{};

  // Once, when the engine is made, before any middleware is attached and so before engine::prefetch. Throws through the
  // constructor.
  std::function<void()> before_prefetch{};
  // First of all. When it throws, nothing else runs, not even request_end.
  std::function<void(request&)> request_start{};
  // Around every hook of every phase, with its name: "http-cors:before", "http-cors:after", "http-cors:onError".
  // after_middleware is not called when the hook fails. Throwing fails the invocation: on_error runs.
  std::function<void(std::string_view name)> before_middleware{};
  std::function<void(std::string_view name)> after_middleware{};
  // Around the handler; after_handler not when it failed. Throwing fails the invocation: on_error runs.
  std::function<void()> before_handler{};
  std::function<void()> after_handler{};
  // Last of all, whatever happened. Its error is the invocation's, or the cause of the one that was there before.
  hook_function request_end{};

  // An asynchronous handler is given up this long before the deadline of the context, so that there is time left to
  // answer; zero: never. Its stop token is asked to stop; what it still returns is ignored.
  std::chrono::milliseconds timeout_early{5};
  // The answer then. Absent: error TimeoutError, "[AbortError]: The operation was aborted.".
  std::function<std::optional<json::value>()> timeout_early_response{};
};

}  // namespace lamina
