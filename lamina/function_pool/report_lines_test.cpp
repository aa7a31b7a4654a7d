#include "lamina/function_pool/report_lines.h"

#include <gtest/gtest.h>

namespace lamina::function_pool {
namespace {

using namespace std::chrono_literals;

TEST(report_lines, start_and_end_name_the_request) {
  EXPECT_EQ(start_line("1-2"), "START RequestId: 1-2 Version: $LATEST");
  EXPECT_EQ(end_line("1-2"), "END RequestId: 1-2");
}

TEST(report_lines, a_warm_start_has_no_init_duration) {
  EXPECT_EQ(
      report_line("1-2", {.duration = 1234567ns, .memory_bytes = 128 << 20, .max_memory_used = 45 << 20}),
      "REPORT RequestId: 1-2\tDuration: 1.23 ms\tBilled Duration: 2 ms\tMemory Size: 128 MB\tMax Memory Used: 45 MB\t");
}

TEST(report_lines, a_cold_start_has_one) {
  EXPECT_EQ(
      report_line("1-2", {.duration = 3s, .init_duration = 98765us, .memory_bytes = 1 << 30, .max_memory_used = 1}),
      "REPORT RequestId: 1-2\tDuration: 3000.00 ms\tBilled Duration: 3000 ms\tMemory Size: 1024 MB\tMax Memory Used: 1 "
      "MB\tInit Duration: 98.77 ms\t");
}

TEST(report_lines, what_ended_without_an_answer_says_how) {
  EXPECT_EQ(report_line("1-2", {.duration = 3s, .memory_bytes = 1 << 30, .status = timed_out_status}),
            "REPORT RequestId: 1-2\tDuration: 3000.00 ms\tBilled Duration: 3000 ms\tMemory Size: 1024 MB\tMax Memory "
            "Used: 0 MB\tStatus: timeout");
  EXPECT_TRUE(report_line("1-2", {.init_duration = 1ms, .status = exited_status})
                  .ends_with("\tInit Duration: 1.00 ms\tStatus: error\tError Type: Runtime.ExitError"));
  EXPECT_EQ(timed_out_line("1-2", 1500ms, system_time(1722641683123ms)),
            "2024-08-02T23:34:43.123Z 1-2 Task timed out after 1.50 seconds");
}

}  // namespace
}  // namespace lamina::function_pool
