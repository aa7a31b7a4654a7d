#include "lamina/net/event_loop.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace lamina::net {
namespace {

using namespace std::chrono_literals;

TEST(event_loop, posted_work_runs_in_order_and_never_inside_the_call) {
  event_loop loop;
  std::string order;
  loop.post([&] {
    loop.post([&] { order += 'c'; });
    order += 'a';
  });
  loop.post([&] { order += 'b'; });
  EXPECT_EQ(order, "");
  loop.run_until([&] { return order.size() == 3; });
  EXPECT_EQ(order, "abc");
}

TEST(event_loop, work_that_cannot_be_copied_may_be_posted) {
  event_loop loop;
  int seen = 0;
  loop.post([&, owned = std::make_unique<int>(7)] { seen = *owned; });
  loop.run_until([&] { return seen != 0; });
  EXPECT_EQ(seen, 7);
}

TEST(event_loop, a_timer_is_never_early) {
  event_loop loop;
  const auto due = loop.now() + 25ms;
  bool done = false;
  loop.call_at(due, [&] {
    EXPECT_GE(loop.now(), due);
    done = true;
  });
  loop.run_until([&] { return done; });
}

TEST(event_loop, timers_run_by_time_not_by_the_order_they_were_set) {
  event_loop loop;
  std::string order;
  const auto start = loop.now();
  loop.call_at(start + 60ms, [&] { order += 'b'; });
  loop.call_at(start + 20ms, [&] { order += 'a'; });
  loop.run_until([&] { return order.size() == 2; });
  EXPECT_EQ(order, "ab");
}

TEST(event_loop, a_time_in_the_past_runs_soon) {
  event_loop loop;
  bool done = false;
  loop.call_at(loop.now() - 1h, [&] { done = true; });
  EXPECT_FALSE(done);
  loop.run_until([&] { return done; });
}

TEST(event_loop, a_cancelled_timer_does_not_run) {
  event_loop loop;
  bool wrong = false;
  bool done = false;
  const auto id = loop.call_after(10ms, [&] { wrong = true; });
  loop.call_after(40ms, [&] { done = true; });
  loop.cancel(id);
  loop.cancel(id);
  loop.cancel(12345);
  loop.run_until([&] { return done; });
  EXPECT_FALSE(wrong);
}

TEST(event_loop, a_timer_may_set_the_next_one) {
  event_loop loop;
  int left = 3;
  move_only_function<void()> again = [&] {
    if (--left > 0) loop.call_after(1ms, [&] { again(); });
  };
  again();
  loop.run_until([&] { return left == 0; });
}

TEST(event_loop, stop_and_post_reach_it_from_another_thread) {
  event_loop loop;
  std::atomic<int> ran = 0;
  std::thread other([&] {
    for (int i = 0; i < 100; ++i) loop.post([&] { ++ran; });
    loop.post([&] { loop.stop(); });
  });
  loop.run();
  other.join();
  EXPECT_EQ(ran, 100);
}

TEST(event_loop, stopping_it_first_makes_the_next_run_return_at_once) {
  event_loop loop;
  loop.stop();
  loop.run();
  bool done = false;
  loop.post([&] { done = true; });
  loop.run_until([&] { return done; });
  EXPECT_TRUE(done);
}

TEST(event_loop, what_never_ran_is_dropped_with_it) {
  auto witness = std::make_shared<int>(1);
  {
    event_loop loop;
    loop.post([witness] {});
    loop.call_after(1h, [witness] {});
    EXPECT_EQ(witness.use_count(), 3);
  }
  EXPECT_EQ(witness.use_count(), 1);
}

TEST(event_loop, a_timer_dropped_with_the_loop_may_cancel_another) {
  struct canceller {
    event_loop* loop;
    scheduler::task_id id;
    explicit canceller(event_loop& on, scheduler::task_id which) : loop(&on), id(which) {}
    canceller(canceller&& other) noexcept : loop(std::exchange(other.loop, nullptr)), id(other.id) {}
    ~canceller() {
      if (loop) loop->cancel(id);
    }
  };
  event_loop loop;
  const auto id = loop.call_after(1h, [] {});
  loop.call_after(1h, [held = canceller(loop, id)] {});
  loop.post([held = canceller(loop, id)] {});
}

}  // namespace
}  // namespace lamina::net
