#include "lamina/gateway/metrics/gateway_metrics.h"

#include <gtest/gtest.h>

#include <future>
#include <optional>

#include "lamina/net/loop_threads.h"
#include "lamina/testing/manual_scheduler.h"

namespace lamina::gateway {
namespace {

using namespace std::chrono_literals;

class counting_function final : public function_pool::function {
 public:
  void invoke(function_pool::invocation, scheduler&, completion) override {}
  std::optional<function_pool::pool_statistics> measured() const noexcept override {
    return function_pool::pool_statistics{.instances = 2, .cold_starts = 7};
  }
};

class silent_function final : public function_pool::function {
 public:
  void invoke(function_pool::invocation, scheduler&, completion) override {}
};

std::optional<gateway_figures> collected(gateway_metrics& metrics, lamina::testing::manual_scheduler& loop) {
  std::optional<gateway_figures> got;
  metrics.collect(loop, [&](gateway_figures figures) { got = std::move(figures); });
  EXPECT_FALSE(got) << "not inside the call";
  loop.run_ready();
  return got;
}

TEST(gateway_metrics, have_nothing_to_tell_before_a_gateway_is_there) {
  lamina::testing::manual_scheduler loop;
  gateway_metrics metrics;
  const auto figures = collected(metrics, loop);
  ASSERT_TRUE(figures);
  EXPECT_TRUE(figures->requests.empty());
  EXPECT_TRUE(figures->lags.empty());
}

TEST(gateway_metrics, add_up_what_each_loop_has_counted) {
  lamina::testing::manual_scheduler first, second;
  gateway_metrics metrics;
  request_numbers& here = metrics.requests(first, api_family::rest);
  EXPECT_EQ(&here, &metrics.requests(first, api_family::rest));
  here.count({.method = "GET", .resource = "/a", .status = 200});
  metrics.requests(second, api_family::rest).count({.method = "GET", .resource = "/a", .status = 200});
  metrics.requests(second, api_family::http).count({.method = "GET", .resource = "/b", .status = 200});

  std::optional<gateway_figures> got;
  metrics.collect(first, [&](gateway_figures figures) { got = std::move(figures); });
  for (int i = 0; i < 5; ++i) {
    first.run_ready();
    second.run_ready();
  }
  ASSERT_TRUE(got);
  EXPECT_EQ(got->requests.at(api_family::rest).routes().at("/a").duration.count(), 2u);
  EXPECT_EQ(got->requests.at(api_family::http).routes().at("/b").duration.count(), 1u);
  EXPECT_EQ(got->lags.size(), 2u);
}

TEST(gateway_metrics, ask_probes_as_long_as_they_are_there) {
  lamina::testing::manual_scheduler loop;
  gateway_metrics metrics;
  const auto id = metrics.add_probe(loop, [](gateway_figures& to) { to.http_connections += 3; });
  metrics.add_probe(loop, [](gateway_figures& to) { to.http_connections += 4; });
  EXPECT_EQ(collected(metrics, loop)->http_connections, 7u);
  metrics.remove_probe(id);
  EXPECT_EQ(collected(metrics, loop)->http_connections, 4u);
}

TEST(gateway_metrics, tell_of_functions_that_count_once_each_while_they_live) {
  lamina::testing::manual_scheduler loop;
  gateway_metrics metrics;
  auto counting = std::make_shared<counting_function>();
  const auto silent = std::make_shared<silent_function>();
  metrics.watch({{"a", counting}, {"b", counting}, {"c", silent}});
  const auto figures = collected(metrics, loop);
  ASSERT_EQ(figures->functions.size(), 1u);
  EXPECT_EQ(figures->functions[0].first, "a");
  EXPECT_EQ(figures->functions[0].second.cold_starts, 7u);
  counting.reset();
  EXPECT_TRUE(collected(metrics, loop)->functions.empty());
}

// For the thread sanitizer: loops count while another asks.
TEST(gateway_metrics, are_asked_while_loops_count) {
  net::loop_threads threads(3);
  gateway_metrics metrics;
  std::vector<request_numbers*> numbers;
  for (std::size_t i = 0; i < 3; ++i) numbers.push_back(&metrics.requests(threads[i], api_family::rest));
  constexpr int rounds = 200;
  for (int round = 0; round < rounds; ++round)
    for (std::size_t i = 0; i < 3; ++i)
      threads[i].post([one = numbers[i]] { one->count({.method = "GET", .resource = "/a", .status = 200}); });
  for (int scrape = 0; scrape < 20; ++scrape) {
    std::promise<std::uint64_t> seen;
    threads[0].post([&] {
      metrics.collect(threads[0], [&seen](const gateway_figures& figures) {
        const auto& routes = figures.requests.at(api_family::rest).routes();
        seen.set_value(routes.contains("/a") ? routes.at("/a").duration.count() : 0);
      });
    });
    EXPECT_LE(seen.get_future().get(), 3u * rounds);
  }
}

}  // namespace
}  // namespace lamina::gateway
