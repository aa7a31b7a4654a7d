#include "lamina/gateway/throttling/token_bucket.h"

#include <gtest/gtest.h>

#include <thread>

namespace lamina::gateway {
namespace {

using namespace std::chrono_literals;

int taken(token_bucket& bucket, steady_time now, int tries) {
  int count = 0;
  for (int i = 0; i < tries; ++i) count += bucket.take(now) ? 1 : 0;
  return count;
}

constexpr steady_time start{1000s};

TEST(token_bucket, a_burst_passes_at_once_and_no_more) {
  token_bucket bucket({10, 5});
  EXPECT_EQ(taken(bucket, start, 100), 5);
  EXPECT_FALSE(bucket.take(start));
}

TEST(token_bucket, tokens_come_back_at_the_rate) {
  token_bucket bucket({10, 5});
  taken(bucket, start, 5);
  EXPECT_EQ(taken(bucket, start + 99ms, 9), 0);
  EXPECT_EQ(taken(bucket, start + 100ms, 9), 1);
  EXPECT_EQ(taken(bucket, start + 400ms, 9), 3);
}

TEST(token_bucket, never_holds_more_than_the_burst) {
  token_bucket bucket({10, 5});
  taken(bucket, start, 5);
  EXPECT_EQ(taken(bucket, start + 24h, 100), 5);
}

TEST(token_bucket, over_time_the_rate_passes_and_no_more) {
  token_bucket bucket({50, 10});
  int count = 0;
  for (int ms = 0; ms < 10'000; ++ms) count += taken(bucket, start + std::chrono::milliseconds(ms), 3);
  EXPECT_GE(count, 10 * 50);
  EXPECT_LE(count, 10 * 50 + 10);
}

TEST(token_bucket, a_rate_may_be_less_than_one) {
  token_bucket bucket({0.5, 1});
  EXPECT_EQ(taken(bucket, start, 3), 1);
  EXPECT_EQ(taken(bucket, start + 1999ms, 3), 0);
  EXPECT_EQ(taken(bucket, start + 2s, 3), 1);
}

TEST(token_bucket, nothing_passes_at_rate_or_burst_0) {
  token_bucket no_rate({0, 5}), no_burst({5, 0});
  EXPECT_EQ(taken(no_rate, start, 10), 0);
  EXPECT_EQ(taken(no_burst, start + 1h, 10), 0);
}

TEST(token_bucket, numbers_at_their_limits_do_no_harm) {
  token_bucket fast({1e9, 1'000'000'000}), slow({1e-300, 1'000'000'000});
  EXPECT_EQ(taken(fast, start, 1000), 1000);
  EXPECT_TRUE(slow.take(start));
  EXPECT_GE(taken(slow, start, 1000), 1);
}

TEST(token_bucket, a_clock_that_stands_behind_gives_nothing_away) {
  token_bucket bucket({10, 5});
  EXPECT_EQ(taken(bucket, start, 9), 5);
  EXPECT_EQ(taken(bucket, start - 1h, 9), 0);
}

TEST(token_bucket, several_threads_get_the_burst_together) {
  token_bucket bucket({1, 10'000});
  std::atomic<int> count = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back([&] { count += taken(bucket, start, 5000); });
  for (std::thread& one : threads) one.join();
  EXPECT_EQ(count, 10'000);
}

}  // namespace
}  // namespace lamina::gateway
