#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "lamina/base/scheduler.h"

// The lines AWS Lambda writes into a function's log around each invocation, as it words them.
namespace lamina::function_pool {

struct invocation_figures {
  std::chrono::nanoseconds duration{};
  std::chrono::nanoseconds init_duration{};  // 0: a warm start
  std::size_t memory_bytes = 0;              // configured
  std::size_t max_memory_used = 0;           // bytes, as sampled
  std::string_view status{};                 // how it ended, where it was not by an answer: see below; "": by one
};

// What `status` may be: the function's time-out; the end of its process.
inline constexpr std::string_view timed_out_status = "Status: timeout";
inline constexpr std::string_view exited_status = "Status: error\tError Type: Runtime.ExitError";

std::string start_line(std::string_view request_id);
std::string end_line(std::string_view request_id);
// "2026-01-01T00:00:00.000Z <id> Task timed out after 3.00 seconds"
std::string timed_out_line(std::string_view request_id, std::chrono::milliseconds timeout, system_time now);
// "REPORT RequestId: ...\tDuration: 1.23 ms\tBilled Duration: 2 ms\tMemory Size: 128 MB\tMax Memory Used: 45 MB\t", and
// on a cold start "Init Duration: 98.76 ms\t"; at the end the status.
std::string report_line(std::string_view request_id, const invocation_figures& figures);

}  // namespace lamina::function_pool
