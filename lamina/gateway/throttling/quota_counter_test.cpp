#include "lamina/gateway/throttling/quota_counter.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace lamina::gateway {
namespace {

using namespace std::chrono_literals;
using config::quota;
using span = config::quota::span;

constexpr system_time at(std::chrono::year_month_day date, std::chrono::seconds time = 0s) {
  return std::chrono::sys_days(date) + time;
}
std::int64_t day(std::chrono::year_month_day date) { return std::chrono::sys_days(date).time_since_epoch().count(); }

TEST(quota_period, a_day_begins_at_midnight_utc) {
  EXPECT_EQ(period_begin({1, span::day, 0}, at(2026y / 3 / 5, 23h + 59min)), day(2026y / 3 / 5));
  EXPECT_EQ(period_begin({1, span::day, 0}, at(2026y / 3 / 6)), day(2026y / 3 / 6));
}

// 2026-03-01 is a Sunday.
TEST(quota_period, a_week_begins_on_sunday_or_as_many_days_later) {
  EXPECT_EQ(period_begin({1, span::week, 0}, at(2026y / 3 / 1)), day(2026y / 3 / 1));
  EXPECT_EQ(period_begin({1, span::week, 0}, at(2026y / 3 / 7, 23h)), day(2026y / 3 / 1));
  EXPECT_EQ(period_begin({1, span::week, 1}, at(2026y / 3 / 1)), day(2026y / 2 / 23));
  EXPECT_EQ(period_begin({1, span::week, 1}, at(2026y / 3 / 2)), day(2026y / 3 / 2));
  EXPECT_EQ(period_begin({1, span::week, 6}, at(2026y / 3 / 6)), day(2026y / 2 / 28));
}

TEST(quota_period, a_month_begins_on_the_first_or_as_many_days_later) {
  EXPECT_EQ(period_begin({1, span::month, 0}, at(2026y / 3 / 31)), day(2026y / 3 / 1));
  EXPECT_EQ(period_begin({1, span::month, 14}, at(2026y / 3 / 14)), day(2026y / 2 / 15));
  EXPECT_EQ(period_begin({1, span::month, 14}, at(2026y / 3 / 15)), day(2026y / 3 / 15));
  EXPECT_EQ(period_begin({1, span::month, 27}, at(2026y / 1 / 1)), day(2025y / 12 / 28));
}

TEST(quota_counter, counts_up_to_the_limit_in_each_period) {
  quota_counter counter({2, span::day, 0});
  const auto today = at(2026y / 3 / 5, 12h);
  EXPECT_TRUE(counter.take(today));
  EXPECT_TRUE(counter.take(today));
  EXPECT_FALSE(counter.take(today));
  EXPECT_EQ(counter.used(), (quota_counter::usage{day(2026y / 3 / 5), 2}));
  EXPECT_TRUE(counter.take(at(2026y / 3 / 6)));
  EXPECT_EQ(counter.used().count, 1);
}

TEST(quota_counter, a_clock_set_back_gives_nothing_away) {
  quota_counter counter({1, span::day, 0});
  EXPECT_TRUE(counter.take(at(2026y / 3 / 5)));
  EXPECT_FALSE(counter.take(at(2026y / 3 / 4)));
}

TEST(quota_counter, nothing_passes_at_limit_0) {
  EXPECT_FALSE(quota_counter({0, span::month, 0}).take(at(2026y / 3 / 5)));
}

TEST(quota_counter, goes_on_where_another_ended_unless_the_period_is_over) {
  quota_counter before({3, span::day, 0}), after({3, span::day, 0});
  before.take(at(2026y / 3 / 5));
  before.take(at(2026y / 3 / 5));
  after.restore(before.used());
  EXPECT_TRUE(after.take(at(2026y / 3 / 5)));
  EXPECT_FALSE(after.take(at(2026y / 3 / 5)));
  EXPECT_TRUE(after.take(at(2026y / 3 / 6)));
}

TEST(quota_counter, what_was_kept_may_be_anything) {
  quota_counter counter({3, span::day, 0});
  counter.restore({-5, -7});
  EXPECT_EQ(counter.used(), (quota_counter::usage{0, 0}));
  counter.restore({day(2026y / 3 / 5), std::int64_t{1} << 62});
  EXPECT_FALSE(counter.take(at(2026y / 3 / 5)));
}

TEST(quota_counter, several_threads_share_it) {
  quota_counter counter({10'000, span::month, 0});
  std::atomic<int> count = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      for (int n = 0; n < 5000; ++n) count += counter.take(at(2026y / 3 / 5)) ? 1 : 0;
    });
  for (std::thread& one : threads) one.join();
  EXPECT_EQ(count, 10'000);
}

}  // namespace
}  // namespace lamina::gateway
