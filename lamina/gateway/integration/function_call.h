#pragma once

#include <chrono>
#include <optional>

#include "lamina/base/function.h"
#include "lamina/base/scheduler.h"
#include "lamina/function_pool/function.h"
#include "lamina/runtime_api/protocol.h"

namespace lamina::gateway {

// Invokes `target` and calls `done` on `loop`, exactly once and never inside this call: with what became of it, or with
// nothing when `limit` has passed. The function goes on then, as behind Amazon API Gateway; its result is dropped.
void call_function(function_pool::function& target, function_pool::invocation work, scheduler& loop,
                   std::chrono::milliseconds limit,
                   move_only_function<void(std::optional<function_pool::invocation_result>)> done);

// Would Lambda refuse it? The body of a request may be larger than any event.
inline bool is_too_large(const function_pool::invocation& work) noexcept {
  return work.event.size() > runtime_api::max_event_bytes;
}

// What Lambda's API would have said of the invocation: access_record::invoke_status. 0: it did not answer in time.
int invoke_status_of(const std::optional<function_pool::invocation_result>& result) noexcept;

}  // namespace lamina::gateway
