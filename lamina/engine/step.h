#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "lamina/base/error.h"
#include "lamina/json/json.h"

namespace lamina {

// What a hook says should happen next. A hook that returns void says: go on.
//
//   step before(request& request) const {
//     if (open_) return go_on();
//     return respond({{"statusCode", 503}});          // Middy: return a value; the rest of the chain is skipped
//     return fail(403, "closed");                     // Middy: throw; the on_error hooks run
//   }
//
// In before, respond skips the remaining before hooks, the handler and every after hook. In after and on_error it sets
// the response and skips the remaining hooks of that phase. (spec: Middy core, "early response")
class [[nodiscard]] step {
 public:
  struct early_response {
    std::optional<json::value> response;  // absent: JavaScript's undefined
  };

  step() = default;
  explicit step(early_response early) : early_(std::move(early)) {}
  step(lamina::error failure)  // NOLINT: implicit, so that `return error(...)` works
      : failure_(std::make_unique<lamina::error>(std::move(failure))) {}

  bool goes_on() const noexcept { return !early_ && !failure_; }
  early_response* early() noexcept { return early_ ? &*early_ : nullptr; }
  lamina::error* failure() noexcept { return failure_.get(); }

 private:
  // An error is large and a step is made for every hook: going on must cost next to nothing.
  std::optional<early_response> early_;
  std::unique_ptr<lamina::error> failure_;
};

inline step go_on() { return {}; }
inline step respond(json::value response) { return step(step::early_response{std::move(response)}); }
// Middy's `request.earlyResponse = undefined`: stops the phase without a response.
inline step respond_nothing() { return step(step::early_response{}); }
inline step fail(lamina::error failure) { return {std::move(failure)}; }
inline step fail(int status, std::string message = {}) { return {lamina::error(status, std::move(message))}; }

}  // namespace lamina
