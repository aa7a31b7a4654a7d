#include "lamina/engine/hook.h"

#include <gtest/gtest.h>

#include "lamina/testing/manual_scheduler.h"

namespace lamina {
namespace {

struct fixture : ::testing::Test {
  // What the hook said: "" go on, else the response's or the failure's text.
  std::string run(const hook_function& function) {
    const hook& hook = function.hook();
    step said = hook.now ? hook.now(hook.self, request) : finish(hook.later(hook.self, request));
    if (step::early_response* early = said.early()) return std::string(early->response->as_string());
    return said.failure() ? said.failure()->message : "";
  }
  static step finish(task<step> work) {
    work.await_suspend(std::noop_coroutine()).resume();
    return work.await_resume();
  }
  testing::manual_scheduler loop;
  lamina::context context{loop};
  json::value event;
  lamina::request request{event, context};
};
using hook_functions = fixture;

TEST_F(hook_functions, may_return_nothing_or_a_step_now_or_later) {
  EXPECT_EQ(run([](lamina::request& r) { r.event = 1; }), "");
  EXPECT_EQ(event, json::value(1));
  EXPECT_EQ(run([](lamina::request&) { return respond("now"); }), "now");
  EXPECT_EQ(run([](lamina::request&) { return fail(400, "bad"); }), "bad");
  EXPECT_EQ(run([](lamina::request& r) -> task<void> {
              r.event = 2;
              co_return;
            }),
            "");
  EXPECT_EQ(event, json::value(2));
  EXPECT_EQ(run([](lamina::request&) -> task<step> { co_return respond("later"); }), "later");
}

TEST_F(hook_functions, wait_only_when_they_return_a_task) {
  EXPECT_EQ(hook_function([](lamina::request&) {}).hook().later, nullptr);
  EXPECT_EQ(hook_function([](lamina::request&) -> task<void> { co_return; }).hook().now, nullptr);
}

TEST_F(hook_functions, keep_what_they_captured_alive_through_copies) {
  hook_function copy;
  {
    const hook_function first = [text = std::string("captured by value, and longer than a small string")](
                                    lamina::request&) { return respond(json::value(text)); };
    copy = first;
  }
  EXPECT_EQ(run(copy), "captured by value, and longer than a small string");
}

TEST_F(hook_functions, made_of_nothing_are_empty) { EXPECT_FALSE(hook_function()); }

}  // namespace
}  // namespace lamina
