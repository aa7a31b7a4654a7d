#include "lamina/base/detached.h"

#include <gtest/gtest.h>

#include <memory>

namespace lamina {
namespace {

struct pause {
  std::coroutine_handle<>& at;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> coroutine) const noexcept { at = coroutine; }
  void await_resume() const noexcept {}
};

detached count_twice(std::shared_ptr<int> count, std::coroutine_handle<>& at) {
  ++*count;
  co_await pause{at};
  ++*count;
}

TEST(detached, starts_at_once_goes_on_alone_and_lets_go_of_what_it_holds) {
  const auto count = std::make_shared<int>(0);
  std::coroutine_handle<> at;
  count_twice(count, at);
  EXPECT_EQ(*count, 1);
  EXPECT_EQ(count.use_count(), 2);
  at.resume();
  EXPECT_EQ(*count, 2);
  EXPECT_EQ(count.use_count(), 1);
}

}  // namespace
}  // namespace lamina
