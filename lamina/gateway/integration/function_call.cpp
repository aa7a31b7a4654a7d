#include "lamina/gateway/integration/function_call.h"

#include <memory>
#include <utility>

namespace lamina::gateway {
namespace {

// Held by the timer and by the function, whichever comes first.
struct call_state {
  move_only_function<void(std::optional<function_pool::invocation_result>)> done;
  scheduler::task_id timer = 0;
};

}  // namespace

void call_function(function_pool::function& target, function_pool::invocation work, scheduler& loop,
                   std::chrono::milliseconds limit,
                   move_only_function<void(std::optional<function_pool::invocation_result>)> done) {
  auto call = std::make_shared<call_state>();
  call->done = std::move(done);
  call->timer = loop.call_after(limit, [call] {
    if (auto waiting = std::exchange(call->done, nullptr)) waiting(std::nullopt);
  });
  target.invoke(std::move(work), loop, [call, &loop](function_pool::invocation_result result) {
    auto waiting = std::exchange(call->done, nullptr);
    if (!waiting) return;  // too late; by now the loop may be gone
    loop.cancel(call->timer);
    waiting(std::move(result));
  });
}

int invoke_status_of(const std::optional<function_pool::invocation_result>& result) noexcept {
  using function_pool::outcome;
  if (!result) return 0;
  switch (result->outcome) {
    case outcome::success:
    case outcome::function_error: return 200;
    case outcome::throttled: return 429;
    case outcome::unavailable: break;
  }
  return 500;
}

}  // namespace lamina::gateway
