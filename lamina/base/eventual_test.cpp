#include "lamina/base/eventual.h"

#include <gtest/gtest.h>

#include <string>

namespace lamina {
namespace {

task<std::string> say(std::string text) { co_return text; }
task<int> fail() {
  throw 7;
  co_return 0;
}

task<void> append(eventual<std::string> text, std::string& out) { out += co_await text; }

// Runs a task whose awaited things are all ready.
void run(task<void> work) { work.await_suspend(std::noop_coroutine()).resume(); }

TEST(eventual, is_the_value_that_is_there) {
  eventual<std::string> text(std::string("now"));
  ASSERT_TRUE(text.is_ready());
  EXPECT_EQ(text.take(), "now");
}

TEST(eventual, is_awaited_alike_with_a_value_and_with_a_task) {
  std::string out;
  run(append(std::string("now "), out));
  run(append(say("later"), out));
  EXPECT_EQ(out, "now later");
  EXPECT_FALSE(eventual<std::string>(say("later")).is_ready());
}

task<void> catch_into(eventual<int> number, int& caught) {
  try {
    co_await number;
  } catch (const int thrown) {
    caught = thrown;
  }
}

TEST(eventual, throws_what_the_task_threw) {
  int caught = 0;
  run(catch_into(fail(), caught));
  EXPECT_EQ(caught, 7);
}

}  // namespace
}  // namespace lamina
