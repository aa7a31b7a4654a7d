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

}  // namespace lamina::internal
