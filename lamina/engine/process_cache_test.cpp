#include "lamina/engine/process_cache.h"

#include <gtest/gtest.h>

#include <cmath>
#include <thread>

#include "lamina/base/error.h"
#include "lamina/testing/manual_scheduler.h"

namespace lamina {
namespace {

using namespace std::chrono_literals;

struct fixture : ::testing::Test {
  // Asks for keys a and b; what is fetched is noted.
  process_cache::values ask(std::int64_t expiry, std::string key = "k", std::size_t maximum_size = 128) {
    return cache.get_or_fetch(
        {.key = std::move(key), .expiry = expiry, .maximum_size = maximum_size},
        [this](const process_cache::values& cached, scheduler&) {
          process_cache::values begun;
          for (const char* name : {"a", "b"}) {
            if (cached.contains(name)) continue;
            fetched += name;
            begun.emplace(name, std::make_shared<fetched_value>());
          }
          return begun;
        },
        loop);
  }
  std::int64_t milliseconds_now() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(loop.wall_clock().time_since_epoch()).count();
  }

  process_cache cache;
  std::string fetched;
  testing::manual_scheduler loop;
};
using process_caches = fixture;

TEST_F(process_caches, keep_for_ever_by_default) {
  const auto first = ask(-1);
  loop.advance(1000h);
  EXPECT_EQ(ask(-1), first);
  EXPECT_EQ(fetched, "ab");
  EXPECT_EQ(cache.get("k"), first);
}

TEST_F(process_caches, keep_nothing_when_switched_off) {
  ask(0);
  ask(0);
  EXPECT_EQ(fetched, "abab");
  EXPECT_EQ(cache.size(), 0u);
}

TEST_F(process_caches, fetch_what_expired_when_asked_if_the_loop_of_the_timer_stands_still) {
  ask(1000);
  testing::manual_scheduler other;
  other.advance(1000ms);
  const auto begin = [this](const process_cache::values& cached, scheduler&) {
    EXPECT_TRUE(cached.empty());
    fetched += "x";
    return process_cache::values{{"x", std::make_shared<fetched_value>()}};
  };
  cache.get_or_fetch({.key = "k", .expiry = 1000}, begin, other);
  EXPECT_EQ(fetched, "abx");
  loop.advance(1000ms);  // its timer finds another entry than it was set for
  EXPECT_EQ(fetched, "abx");
}

TEST_F(process_caches, keep_for_a_duration_and_refresh_at_its_end) {
  const auto first = ask(1000);
  loop.advance(999ms);
  EXPECT_EQ(ask(1000), first);
  loop.advance(1ms);
  EXPECT_EQ(fetched, "abab");
  const auto second = ask(1000);
  EXPECT_EQ(fetched, "abab");
  EXPECT_NE(second.at("a"), first.at("a"));
  loop.advance(1000ms);
  EXPECT_EQ(fetched, "ababab");
}

TEST_F(process_caches, keep_until_a_moment_refresh_once_and_then_keep_nothing) {
  const std::int64_t moment = milliseconds_now() + 500;
  ask(moment);
  loop.advance(499ms);
  ask(moment);
  EXPECT_EQ(fetched, "ab");
  loop.advance(1ms);
  EXPECT_EQ(fetched, "abab");
  EXPECT_EQ(loop.timer_count(), 0u);
  ask(moment);
  EXPECT_EQ(fetched, "ababab");
}

TEST_F(process_caches, do_not_refresh_what_was_changed_or_cleared_or_failed) {
  ask(1000, "changed");
  cache.modify("changed", cache.get("changed"));
  ask(1000, "cleared");
  cache.clear("cleared");
  ask(1000, "failed").at("b")->settle(error("gone"));
  fetched.clear();
  loop.run_all();
  EXPECT_EQ(fetched, "");
  EXPECT_EQ(cache.size(), 2u);
}

TEST_F(process_caches, are_silent_when_refreshing_throws) {
  bool is_broken = false;
  const auto begin = [&](const process_cache::values&, scheduler&) -> process_cache::values {
    if (is_broken) throw error("no");
    return {{"a", std::make_shared<fetched_value>(json::value(1))}};
  };
  cache.get_or_fetch({.key = "k", .expiry = 10}, begin, loop);
  is_broken = true;
  loop.advance(10ms);
  EXPECT_THROW(cache.get_or_fetch({.key = "k", .expiry = 10}, begin, loop), error);
  EXPECT_EQ(loop.timer_count(), 0u);
}

TEST_F(process_caches, set_no_timer_for_what_stays_or_is_far_away) {
  ask(-1);
  ask(0);
  ask(9'000'000'000'000'000, "far");
  EXPECT_EQ(loop.timer_count(), 0u);
}

TEST_F(process_caches, let_a_key_have_its_own_time) {
  const cache_options options{.key = "k", .expiry = -1, .key_expiry = {{"k", 0}}};
  EXPECT_EQ(options.effective_expiry(), 0);
}

TEST_F(process_caches, fetch_only_what_failed_again) {
  auto first = ask(-1);
  first.at("a")->settle(json::value(1));
  first.at("b")->settle(error("gone"));
  const auto second = ask(-1);
  EXPECT_EQ(fetched, "abb");
  EXPECT_EQ(second.at("a"), first.at("a"));
  EXPECT_NE(second.at("b"), first.at("b"));
  EXPECT_EQ(ask(-1), second);
  EXPECT_EQ(fetched, "abb");
}

TEST_F(process_caches, fetch_what_was_taken_out) {
  auto values = ask(-1);
  values.erase("a");
  cache.modify("k", values);
  cache.modify("none", values);
  ask(-1);
  ask(-1);
  EXPECT_EQ(fetched, "aba");
}

TEST_F(process_caches, forget_what_they_are_told_to) {
  ask(-1, "k");
  ask(-1, "l");
  cache.clear("k");
  EXPECT_TRUE(cache.get("k").empty());
  EXPECT_EQ(cache.size(), 1u);
  cache.clear();
  EXPECT_EQ(cache.size(), 0u);
}

TEST_F(process_caches, give_up_the_entry_that_expires_first_when_full) {
  ask(-1, "for ever", 2);
  ask(1000, "soon", 2);
  ask(2000, "later", 2);
  EXPECT_EQ(cache.size(), 2u);
  EXPECT_TRUE(cache.get("soon").empty());
}

TEST_F(process_caches, cache_nothing_when_fetching_throws) {
  const auto fail = [](const process_cache::values&, scheduler&) -> process_cache::values { throw error("no"); };
  EXPECT_THROW(cache.get_or_fetch({.key = "k"}, fail, loop), error);
  EXPECT_EQ(cache.size(), 0u);
}

TEST_F(process_caches, serve_several_threads) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([this, t] {
      testing::manual_scheduler own;
      for (int i = 0; i < 200; ++i) {
        const auto begin = [](const process_cache::values&, scheduler&) {
          return process_cache::values{{"a", std::make_shared<fetched_value>(json::value(1))}};
        };
        const std::string key = std::to_string((i + t) % 7);
        EXPECT_EQ(cache.get_or_fetch({.key = key, .maximum_size = 4}, begin, own).size(), 1u);
        if (i % 20 == 0) cache.clear(key);
      }
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_LE(cache.size(), 4u);
}

TEST(cache_options, read_expiries_as_middy_does) {
  EXPECT_EQ(cache_options::read_expiry(-1), -1);
  EXPECT_EQ(cache_options::read_expiry(4102444800000.0), 4102444800000);
  for (const double wrong : {-2.0, 1.5, 1e300, std::nan("")}) EXPECT_THROW(cache_options::read_expiry(wrong), error);
  try {
    cache_options::read_expiry(-2);
  } catch (const error& caught) {
    EXPECT_EQ(caught.message,
              "Invalid cacheExpiry value: -2. Must be -1 (infinite), 0 (disabled), or a positive "
              "integer (ms duration or unix timestamp)");
  }
}

}  // namespace
}  // namespace lamina
