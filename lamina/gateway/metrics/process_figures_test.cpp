#include "lamina/gateway/metrics/process_figures.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>

namespace lamina::gateway {
namespace {

TEST(process_figures, are_those_of_a_living_process) {
  const process_figures now = read_process_figures();
  EXPECT_GT(now.resident_bytes, 100'000u);
  EXPECT_GT(now.virtual_bytes, now.resident_bytes);
  EXPECT_GE(now.threads, 1u);
  EXPECT_GE(now.max_descriptors, now.open_descriptors);
}

TEST(process_figures, count_descriptors) {
  const auto before = read_process_figures().open_descriptors;
  const int more = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  EXPECT_EQ(read_process_figures().open_descriptors, before + 1);
  ::close(more);
}

TEST(process_figures, begin_before_now_and_after_the_machine_was_built) {
  const double started = read_process_figures().start_time_seconds;
  const double now = std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
  EXPECT_GT(started, 1'600'000'000);
  EXPECT_LT(started, now + 2);
}

TEST(process_figures, count_the_time_that_was_worked) {
  const double before = read_process_figures().cpu_seconds;
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  double after = before;
  while (after < before + 0.02 && std::chrono::steady_clock::now() < give_up)
    after = read_process_figures().cpu_seconds;
  EXPECT_GE(after, before + 0.02);
}

}  // namespace
}  // namespace lamina::gateway
