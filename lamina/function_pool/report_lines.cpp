#include "lamina/function_pool/report_lines.h"

#include <array>
#include <cmath>
#include <cstdio>

#include "lamina/base/log.h"

namespace lamina::function_pool {
namespace {

double in_ms(std::chrono::nanoseconds span) { return std::chrono::duration<double, std::milli>(span).count(); }

constexpr std::size_t megabyte = 1024 * 1024;

}  // namespace

std::string start_line(std::string_view request_id) {
  return "START RequestId: " + std::string(request_id) + " Version: $LATEST";
}

std::string end_line(std::string_view request_id) { return "END RequestId: " + std::string(request_id); }

std::string report_line(std::string_view request_id, const invocation_figures& figures) {
  std::array<char, 192> text{};
  std::snprintf(text.data(), text.size(),
                "\tDuration: %.2f ms\tBilled Duration: %.0f ms\tMemory Size: %zu MB\tMax Memory Used: %zu MB\t",
                in_ms(figures.duration), std::ceil(in_ms(figures.duration)), figures.memory_bytes / megabyte,
                (figures.max_memory_used + megabyte - 1) / megabyte);
  std::string line = "REPORT RequestId: " + std::string(request_id) + text.data();
  if (figures.init_duration.count() != 0) {
    std::snprintf(text.data(), text.size(), "Init Duration: %.2f ms\t", in_ms(figures.init_duration));
    line += text.data();
  }
  return line.append(figures.status);
}

std::string timed_out_line(std::string_view request_id, std::chrono::milliseconds timeout, system_time now) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), " Task timed out after %.2f seconds", in_ms(timeout) / 1000.0);
  return iso_time(now).append(" ").append(request_id).append(text.data());
}

}  // namespace lamina::function_pool
