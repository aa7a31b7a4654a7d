#pragma once

#include <chrono>
#include <memory>

#include "lamina/base/eventual.h"
#include "lamina/base/scheduler.h"
#include "lamina/engine/handler.h"

namespace lamina::internal {

// Awaits a handler for at most `limit`. Nothing when time ran out first: the handler then runs on by itself, keeping
// `lifetime` until it ends.
task<std::optional<outcome>> await_at_most(eventual<outcome> handler, std::chrono::nanoseconds limit, scheduler& loop,
                                           std::shared_ptr<void> lifetime);

// A coroutine that nobody awaits. Its body must not throw.
struct detached {
  struct promise_type {
    detached get_return_object() noexcept { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() noexcept {}
    [[noreturn]] void unhandled_exception() noexcept { std::terminate(); }
  };
};

}  // namespace lamina::internal
