#include "lamina/engine/middleware.h"

#include <gtest/gtest.h>

#include "lamina/testing/manual_scheduler.h"

namespace lamina {
namespace {

struct everything {
  static constexpr std::string_view name = "everything";
  void before(request& request) const { request.event = "before"; }
  step after(request&) const { return respond("after"); }
  task<void> on_error(request& request) const {
    request.event = "on_error";
    co_return;
  }
};

struct only_before {
  task<step> before(request&) const { co_return fail(403); }
};

struct switched_off {
  phases active() const { return {.after = on}; }
  void before(request&) const {}
  void after(request&) const {}
  bool on = false;
};

struct fixture {
  testing::manual_scheduler loop;
  lamina::context context{loop};
  json::value event;
  lamina::request request{event, context};
};

// Runs a task that waits for nothing.
step finish(task<step> work) {
  work.await_suspend(std::noop_coroutine()).resume();
  EXPECT_TRUE(work.await_ready());
  return work.await_resume();
}

TEST(middleware, keeps_each_kind_of_hook) {
  const middleware subject = everything();
  fixture on;
  EXPECT_TRUE(subject.before().now(subject.before().self, on.request).goes_on());
  EXPECT_EQ(on.event, "before");
  step said = subject.after().now(subject.after().self, on.request);
  ASSERT_TRUE(said.early());
  EXPECT_EQ(said.early()->response, json::value("after"));
  EXPECT_TRUE(finish(subject.on_error().later(subject.on_error().self, on.request)).goes_on());
  EXPECT_EQ(on.event, "on_error");
}

TEST(middleware, has_only_the_hooks_of_its_class) {
  const middleware subject = only_before();
  EXPECT_TRUE(subject.before());
  EXPECT_FALSE(subject.after());
  EXPECT_FALSE(subject.on_error());
  fixture on;
  step said = finish(subject.before().later(subject.before().self, on.request));
  ASSERT_TRUE(said.failure());
  EXPECT_EQ(said.failure()->status_code, 403);
}

TEST(middleware, leaves_out_what_its_options_switch_off) {
  EXPECT_FALSE(middleware(switched_off()).has_hooks());
  const middleware subject = switched_off{.on = true};
  EXPECT_FALSE(subject.before());
  EXPECT_TRUE(subject.after());
}

TEST(middleware, shares_its_object_between_copies) {
  const middleware one = everything();
  const middleware two = one;
  EXPECT_EQ(one.owner(), two.owner());
  EXPECT_EQ(two.before().self, one.owner().get());
}

TEST(middleware, is_named_by_its_class_or_by_hand) {
  EXPECT_EQ(middleware(everything()).name(), "everything");
  EXPECT_EQ(middleware(only_before()).name(), "");
  EXPECT_EQ(middleware(only_before()).named("mine").name(), "mine");
}

TEST(middleware, made_of_nothing_has_no_hooks) { EXPECT_FALSE(middleware().has_hooks()); }

}  // namespace
}  // namespace lamina
