#include "lamina/base/task.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace lamina {
namespace {

task<int> number(int value) { co_return value; }

task<int> sum(int left, int right) {
  const int a = co_await number(left);
  const int b = co_await number(right);
  co_return a + b;
}

task<void> fail() {
  throw std::string("boom");
  co_return;
}

task<std::string> caught() {
  try {
    co_await fail();
  } catch (const std::string& text) {
    co_return text;
  }
  co_return "nothing was thrown";
}

task<std::unique_ptr<int>> own(int value) { co_return std::make_unique<int>(value); }

task<void> note(bool& ran) {
  ran = true;
  co_return;
}

task<int> deep(int levels) {
  if (levels == 0) co_return 0;
  const int inner = co_await deep(levels - 1);
  co_return inner + 1;
}

// Runs a task that waits for nothing.
template <class T>
T finish(task<T> work) {
  work.await_suspend(std::noop_coroutine()).resume();
  EXPECT_TRUE(work.await_ready());
  return work.await_resume();
}

TEST(task, gives_what_it_awaited) { EXPECT_EQ(finish(sum(2, 3)), 5); }

TEST(task, starts_when_it_is_awaited) {
  bool ran = false;
  {
    task<void> never_awaited = note(ran);
    EXPECT_FALSE(never_awaited.await_ready());
  }
  EXPECT_FALSE(ran);
  finish(note(ran));
  EXPECT_TRUE(ran);
}

TEST(task, hands_exceptions_to_who_awaits) {
  EXPECT_EQ(finish(caught()), "boom");
  EXPECT_THROW(finish(fail()), std::string);
}

TEST(task, moves_its_value_out) { EXPECT_EQ(*finish(own(7)), 7); }

TEST(task, resumes_deep_chains_without_deep_stacks) { EXPECT_EQ(finish(deep(1000)), 1000); }

TEST(task, moves) {
  task<int> one = number(1);
  task<int> two = number(2);
  one = std::move(two);
  task<int> three(std::move(one));
  EXPECT_EQ(finish(std::move(three)), 2);
}

}  // namespace
}  // namespace lamina
