#include "lamina/net/descriptor_watch.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <optional>

namespace lamina::net {
namespace {

class descriptor_watch_of : public ::testing::Test {
 protected:
  descriptor_watch_of() { EXPECT_EQ(::pipe(ends_.data()), 0); }
  ~descriptor_watch_of() override {
    for (const int end : ends_) ::close(end);
  }
  void write() { EXPECT_EQ(::write(ends_[1], "x", 1), 1); }

  std::array<int, 2> ends_{};
  event_loop loop_;
  int calls_ = 0;
};

TEST_F(descriptor_watch_of, a_pipe_says_once_that_there_is_something_to_read) {
  descriptor_watch watch(loop_, ends_[0]);
  watch.when_readable([this] { ++calls_; });
  write();
  loop_.run_until([this] { return calls_ > 0; });
  write();
  bool has_waited = false;
  loop_.call_after(std::chrono::milliseconds(20), [&] { has_waited = true; });
  loop_.run_until([&] { return has_waited; });
  EXPECT_EQ(calls_, 1);
}

TEST_F(descriptor_watch_of, a_pipe_that_is_gone_calls_nobody) {
  std::optional<descriptor_watch> watch(std::in_place, loop_, ends_[0]);
  watch->when_readable([this] { ++calls_; });
  write();
  watch.reset();
  bool has_waited = false;
  loop_.call_after(std::chrono::milliseconds(20), [&] { has_waited = true; });
  loop_.run_until([&] { return has_waited; });
  EXPECT_EQ(calls_, 0);
}

}  // namespace
}  // namespace lamina::net
