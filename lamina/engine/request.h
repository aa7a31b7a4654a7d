#pragma once

#include <optional>

#include "lamina/base/error.h"
#include "lamina/engine/context.h"
#include "lamina/engine/internal_store.h"
#include "lamina/json/json.h"

namespace lamina {

// One invocation on its way through the chain: Middy's `request`. Hooks read and change it; it is theirs alone until
// the engine returns. The event and the context outlive it: an engine inside an engine works on the same two.
struct request {
  json::value& event;
  lamina::context& context;
  std::optional<json::value> response{};  // absent: JavaScript's undefined
  std::optional<lamina::error> error{};   // in on_error: what went wrong. Clearing it handles nothing; set a response
  internal_store internal{};              // what middlewares share; handlers do not see it

  // The arena of the invocation: documents made with it cost no allocation of their own.
  json::storage_ptr storage() const { return event.storage(); }
};

}  // namespace lamina
