#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

// The lines AWS Lambda writes into a function's log around each invocation, as it words them.
namespace lamina::function_pool {

struct invocation_figures {
  std::chrono::nanoseconds duration{};
  std::chrono::nanoseconds init_duration{};  // 0: a warm start
  std::size_t memory_bytes = 0;              // configured
  std::size_t max_memory_used = 0;           // bytes, as sampled
};

std::string start_line(std::string_view request_id);
std::string end_line(std::string_view request_id);
// "REPORT RequestId: ...\tDuration: 1.23 ms\tBilled Duration: 2 ms\tMemory Size: 128 MB\tMax Memory Used: 45 MB\t", and
// on a cold start "Init Duration: 98.76 ms\t".
std::string report_line(std::string_view request_id, const invocation_figures& figures);

}  // namespace lamina::function_pool
