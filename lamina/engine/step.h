#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>

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
  explicit step(early_response early) : what_(std::move(early)) {}
  step(lamina::error failure) : what_(std::move(failure)) {}  // NOLINT: implicit, so that `return error(...)` works

  bool goes_on() const noexcept { return what_.index() == 0; }
  early_response* early() noexcept { return std::get_if<early_response>(&what_); }
  lamina::error* failure() noexcept { return std::get_if<lamina::error>(&what_); }

 private:
  std::variant<std::monostate, early_response, lamina::error> what_;
};

inline step go_on() { return {}; }
inline step respond(json::value response) { return step(step::early_response{std::move(response)}); }
// Middy's `request.earlyResponse = undefined`: stops the phase without a response.
inline step respond_nothing() { return step(step::early_response{}); }
inline step fail(lamina::error failure) { return {std::move(failure)}; }
inline step fail(int status, std::string message = {}) { return {lamina::error(status, std::move(message))}; }

}  // namespace lamina
