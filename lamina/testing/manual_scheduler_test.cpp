#include "lamina/testing/manual_scheduler.h"

#include <gtest/gtest.h>

#include <thread>

#include "lamina/base/log.h"

namespace lamina::testing {
namespace {

using namespace std::chrono_literals;

TEST(manual_scheduler, runs_posted_work_in_order_and_never_inside_post) {
  manual_scheduler loop;
  std::string said;
  loop.post([&] {
    loop.post([&] { said += "c"; });
    said += "a";
  });
  loop.post([&] { said += "b"; });
  EXPECT_EQ(said, "");
  loop.run_ready();
  EXPECT_EQ(said, "abc");
}

TEST(manual_scheduler, runs_timers_at_their_moments_when_time_moves) {
  manual_scheduler loop;
  const steady_time start = loop.now();
  std::vector<std::chrono::nanoseconds> times;
  for (const auto delay : {20ms, 5ms, 5ms}) loop.call_after(delay, [&] { times.push_back(loop.now() - start); });
  loop.advance(4ms);
  EXPECT_TRUE(times.empty());
  loop.advance(1ms);
  EXPECT_EQ(times.size(), 2u);
  loop.advance(100ms);
  EXPECT_EQ(times, (std::vector<std::chrono::nanoseconds>{5ms, 5ms, 20ms}));
  EXPECT_EQ(loop.now() - start, 105ms);
}

TEST(manual_scheduler, forgets_cancelled_timers_and_ignores_old_ids) {
  manual_scheduler loop;
  bool ran = false;
  const auto id = loop.call_after(1ms, [&] { ran = true; });
  loop.cancel(id);
  loop.cancel(id);
  loop.cancel(12345);
  loop.run_all();
  EXPECT_FALSE(ran);
  EXPECT_EQ(loop.timer_count(), 0u);
}

TEST(manual_scheduler, run_until_jumps_from_timer_to_timer) {
  manual_scheduler loop;
  bool done = false;
  loop.call_after(1h, [&] { loop.call_after(1h, [&] { done = true; }); });
  loop.run_until([&] { return done; });
  EXPECT_EQ(iso_time(loop.wall_clock()), "2026-01-01T02:00:00.000Z");
}

TEST(manual_scheduler, takes_work_from_other_threads) {
  manual_scheduler loop;
  bool done = false;
  std::thread other([&] { loop.post([&] { done = true; }); });
  loop.run_until([&] { return done; });
  other.join();
  EXPECT_TRUE(done);
}

}  // namespace
}  // namespace lamina::testing
