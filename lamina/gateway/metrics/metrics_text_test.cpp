#include "lamina/gateway/metrics/metrics_text.h"

#include <gtest/gtest.h>

#include "lamina/testing/metrics_reader.h"

namespace lamina::gateway {
namespace {

using namespace std::chrono_literals;
using lamina::testing::metrics_reader;

gateway_figures some_figures() {
  gateway_figures made;
  request_numbers& rest = made.requests[api_family::rest];
  rest.count({.method = "GET",
              .resource = "/pets/{id}",
              .authorizer = "hit",
              .authorizer_name = "guard",
              .status = 200,
              .response_length = 10,
              .latency = 3ms,
              .integration_latency = 2ms});
  rest.count({.method = "BREW", .status = 403, .latency = 100us});
  request_numbers& sockets = made.requests[api_family::websocket];
  sockets.count({.event_type = "MESSAGE",
                 .route_key = "send",
                 .status = 200,
                 .response_length = 2,
                 .request_length = 4,
                 .integration_latency = 1ms});
  made.http_connections = 5;
  made.websockets = 2;
  made.lags = {120us, 80us};
  function_pool::pool_statistics pool{.instances = 4,
                                      .idle = 1,
                                      .busy = 2,
                                      .queued = 3,
                                      .cold_starts = 6,
                                      .inits = 5,
                                      .init_microseconds = 1'500'000,
                                      .successes = 100,
                                      .errors = 7,
                                      .unavailable = 2,
                                      .throttles = 1};
  pool.ends[static_cast<std::size_t>(function_pool::end_reason::memory)] = 1;
  made.functions.emplace_back("app", pool);
  made.queue = std::make_unique<gateway_figures::events>(gateway_figures::events{.waiting = 8, .accepted = 9});
  return made;
}

TEST(metrics_text, is_what_prometheus_reads) {
  const metrics_reader read(write_metrics(some_figures(), read_process_figures(), "1.2.3"));
  EXPECT_EQ(read.at(R"(lamina_requests_total{api="rest",method="GET",route="/pets/{id}",status="200"})"), 1);
  EXPECT_EQ(read.at(R"(lamina_requests_total{api="rest",method="other",route="unmatched",status="403"})"), 1);
  EXPECT_EQ(read.at(R"(lamina_request_duration_seconds_sum{api="rest",route="/pets/{id}"})"), 0.003);
  EXPECT_EQ(read.at(R"(lamina_request_duration_seconds_bucket{api="rest",le="0.0025",route="/pets/{id}"})"), 0);
  EXPECT_EQ(read.at(R"(lamina_request_duration_seconds_bucket{api="rest",le="0.005",route="/pets/{id}"})"), 1);
  EXPECT_EQ(read.at(R"(lamina_integration_duration_seconds_count{api="rest",route="/pets/{id}"})"), 1);
  EXPECT_FALSE(read.has(R"(lamina_integration_duration_seconds_count{api="rest",route="unmatched"})"));
  EXPECT_EQ(read.at(R"(lamina_integration_duration_seconds_count{api="websocket",route="send"})"), 1);
  EXPECT_EQ(read.at(R"(lamina_authorizer_cache_hits_total{api="rest",authorizer="guard"})"), 1);
  EXPECT_EQ(read.at(R"(lamina_body_bytes_total{api="rest",direction="out"})"), 10);
  EXPECT_EQ(read.at(R"(lamina_websocket_events_total{event="MESSAGE",route="send",status="200"})"), 1);
  EXPECT_EQ(read.at(R"(lamina_websocket_messages_total{direction="in"})"), 1);
  EXPECT_EQ(read.at(R"(lamina_websocket_messages_total{direction="out"})"), 1);
  EXPECT_EQ(read.at(R"(lamina_connections{kind="http"})"), 5);
  EXPECT_EQ(read.at(R"(lamina_connections{kind="websocket"})"), 2);
  EXPECT_EQ(read.at(R"(lamina_event_loop_lag_seconds{loop="0"})"), 0.00012);
  EXPECT_EQ(read.at(R"(lamina_build_info{version="1.2.3"})"), 1);
  EXPECT_GT(read.at("process_resident_memory_bytes"), 0);
}

TEST(metrics_text, tells_of_functions) {
  const metrics_reader read(write_metrics(some_figures(), {}, ""));
  EXPECT_EQ(read.at(R"(lamina_function_instances{function="app",state="starting"})"), 1);
  EXPECT_EQ(read.at(R"(lamina_function_instances{function="app",state="busy"})"), 2);
  EXPECT_EQ(read.at(R"(lamina_function_queue_length{function="app"})"), 3);
  EXPECT_EQ(read.at(R"(lamina_function_invocations_total{function="app",outcome="function_error"})"), 5);
  EXPECT_EQ(read.at(R"(lamina_function_invocations_total{function="app",outcome="unavailable"})"), 2);
  EXPECT_EQ(read.at(R"(lamina_function_init_seconds_sum{function="app"})"), 1.5);
  EXPECT_EQ(read.at(R"(lamina_function_init_seconds_count{function="app"})"), 5);
  EXPECT_EQ(read.at(R"(lamina_function_instance_ends_total{function="app",reason="memory"})"), 1);
  EXPECT_EQ(read.at("lamina_event_queue_length"), 8);
  EXPECT_EQ(read.at(R"(lamina_events_total{outcome="accepted"})"), 9);
}

TEST(metrics_text, says_nothing_of_what_there_is_not) {
  const metrics_reader read(write_metrics({}, {}, ""));
  for (const auto& [name, type] : read.families())
    EXPECT_TRUE(name.starts_with("process_") || name == "lamina_build_info") << name;
}

TEST(metrics_text, keeps_any_name_in_its_quotes) {
  gateway_figures figures;
  figures.requests[api_family::http].count({.method = "GET", .resource = "a\"b\\c\nd", .status = 200});
  const metrics_reader read(write_metrics(figures, {}, "\"\n"));
  EXPECT_TRUE(read.has(R"(lamina_requests_total{api="http",method="GET",route="a\"b\\c\nd",status="200"})"));
}

TEST(metrics_text, is_the_same_for_the_same_figures) {
  const std::string text = write_metrics(some_figures(), {}, "1");
  EXPECT_EQ(text, write_metrics(some_figures(), {}, "1"));
}

}  // namespace
}  // namespace lamina::gateway
