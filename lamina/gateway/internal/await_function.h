#pragma once

#include <chrono>
#include <optional>
#include <utility>

#include "lamina/gateway/integration/function_call.h"
#include "lamina/gateway/listener/internal/awaiting.h"

namespace lamina::gateway::internal {

// call_function() to be awaited.
inline auto await_function(function_pool::function& target, function_pool::invocation work, scheduler& loop,
                           std::chrono::milliseconds limit) {
  return await_callback<std::optional<function_pool::invocation_result>>(
      [&target, work = std::move(work), &loop, limit](auto done) mutable {
        call_function(target, std::move(work), loop, limit, std::move(done));
      });
}

}  // namespace lamina::gateway::internal
