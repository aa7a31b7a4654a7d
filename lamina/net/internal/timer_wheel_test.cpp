#include "lamina/net/internal/timer_wheel.h"

#include <gtest/gtest.h>

#include <random>

namespace lamina::net {
namespace {

TEST(timer_wheel, runs_a_tick_in_the_order_of_adding) {
  timer_wheel wheel;
  std::string order;
  wheel.add(3, [&] { order += 'a'; });
  wheel.add(3, [&] { order += 'b'; });
  wheel.add(2, [&] { order += '0'; });
  wheel.advance(1);
  EXPECT_EQ(order, "");
  wheel.advance(3);
  EXPECT_EQ(order, "0ab");
  EXPECT_TRUE(wheel.empty());
}

TEST(timer_wheel, a_timer_turns_ahead_waits_for_its_turn) {
  timer_wheel wheel;
  bool far = false;
  wheel.add(1024 * 3 + 5, [&] { far = true; });
  wheel.advance(5);
  wheel.advance(1029);
  EXPECT_FALSE(far);
  wheel.advance(1024 * 3 + 4);
  EXPECT_FALSE(far);
  wheel.advance(1024 * 3 + 5);
  EXPECT_TRUE(far);
}

TEST(timer_wheel, a_jump_over_many_turns_runs_everything_once) {
  timer_wheel wheel;
  int ran = 0;
  for (timer_wheel::tick at = 1; at <= 5000; ++at) wheel.add(at, [&] { ++ran; });
  wheel.advance(100'000);
  EXPECT_EQ(ran, 5000);
}

TEST(timer_wheel, an_id_used_again_does_not_remove_its_successor) {
  timer_wheel wheel;
  bool ran = false;
  const auto first = wheel.add(1, [] {});
  wheel.remove(first);
  wheel.add(1, [&] { ran = true; });
  wheel.remove(first);
  wheel.advance(1);
  EXPECT_TRUE(ran);
}

TEST(timer_wheel, work_may_remove_what_is_due_in_the_same_tick) {
  timer_wheel wheel;
  bool wrong = false;
  timer_wheel::id second = 0;
  wheel.add(1, [&] { wheel.remove(second); });
  second = wheel.add(1, [&] { wrong = true; });
  wheel.advance(1);
  EXPECT_FALSE(wrong);
  EXPECT_TRUE(wheel.empty());
}

TEST(timer_wheel, the_next_wake_up_is_never_later_than_the_next_timer) {
  timer_wheel wheel;
  EXPECT_FALSE(wheel.next_wake_up());
  std::mt19937 random(1);  // NOLINT: the same numbers each time
  timer_wheel::tick now = 0;
  for (int round = 0; round < 2000; ++round) {
    const auto due = now + 1 + random() % 3000;
    bool ran = false;
    wheel.add(due, [&] { ran = true; });
    int wake_ups = 0;
    while (!ran) {
      const auto next = wheel.next_wake_up();
      ASSERT_TRUE(next);
      ASSERT_GT(*next, now);
      ASSERT_LE(*next, due);
      now = *next;
      wheel.advance(now);
      ++wake_ups;
    }
    EXPECT_EQ(now, due);
    EXPECT_LE(wake_ups, 4);
  }
}

}  // namespace
}  // namespace lamina::net
