#include "lamina/middlewares/do_not_wait_for_empty_event_loop/do_not_wait_for_empty_event_loop.h"

#include <gtest/gtest.h>

#include "lamina/engine/engine.h"
#include "lamina/middlewares/registry.h"
#include "lamina/testing/manual_scheduler.h"

namespace lamina {
namespace {

// What the handler saw and what was there at the end: "-" unset, "0" false.
std::string seen(do_not_wait_for_empty_event_loop_options options, bool fails) {
  testing::manual_scheduler loop;
  context context(loop);
  std::string seen;
  const auto look = [&] {
    const json::value* flag = context.document.if_contains("callbackWaitsForEmptyEventLoop");
    seen += flag == nullptr ? "-" : flag->as_bool() ? "1" : "0";
  };
  const engine chain = engine([&](const json::value&) {
                         look();
                         if (fails) throw error("boom");
                       }).use(do_not_wait_for_empty_event_loop(options));
  EXPECT_EQ(chain(nullptr, context).has_value(), !fails);
  look();
  return seen;
}

TEST(do_not_wait_for_empty_event_loop, sets_the_flag_before_the_handler) { EXPECT_EQ(seen({}, false), "00"); }

TEST(do_not_wait_for_empty_event_loop, sets_it_later_when_asked_to) {
  EXPECT_EQ(seen({.run_on_before = false, .run_on_after = true}, false), "-0");
  EXPECT_EQ(seen({.run_on_before = false, .run_on_after = true}, true), "--");
  EXPECT_EQ(seen({.run_on_before = false, .run_on_error = true}, true), "-0");
}

TEST(do_not_wait_for_empty_event_loop, switched_off_cannot_be_used) {
  EXPECT_THROW(engine().use(standard_middlewares().make("do-not-wait-for-empty-event-loop", {{"runOnBefore", false}})),
               error);
}

}  // namespace
}  // namespace lamina
