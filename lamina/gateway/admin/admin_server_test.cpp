#include "lamina/gateway/admin/admin_server.h"

#include <gtest/gtest.h>

#include <future>

#include "lamina/gateway/metrics/metrics_text.h"
#include "lamina/json/json.h"
#include "lamina/testing/metrics_reader.h"
#include "lamina/testing/raw_http_client.h"

namespace lamina::gateway {
namespace {

using lamina::testing::fetch;
using lamina::testing::metrics_reader;
using lamina::testing::raw_http_client;

struct admin_server_test : ::testing::Test {
  void SetUp() override {
    const auto listening = open.listen();
    ASSERT_TRUE(listening) << listening.error().message;
  }
  auto get(std::string_view target) { return fetch(open.port(), "GET", target, ""); }

  net::loop_threads threads{2};
  std::shared_ptr<gateway_metrics> metrics = std::make_shared<gateway_metrics>();
  admin_server open{threads, {.version = "9.9.9"}, metrics};
};

TEST_F(admin_server_test, says_how_far_the_gateway_is) {
  EXPECT_EQ(get("/readyz").status, 503);
  EXPECT_EQ(get("/readyz").body, R"({"status":"starting","reasons":["the gateway does not listen yet"]})");
  open.tell(readiness::ready);
  EXPECT_EQ(get("/readyz").status, 200);
  EXPECT_EQ(get("/readyz").body, R"({"status":"ready"})");
  open.tell(readiness::draining);
  EXPECT_EQ(get("/readyz").status, 503);
  EXPECT_EQ(get("/readyz").body, R"({"status":"draining","reasons":["the gateway has been told to stop"]})");
}

TEST_F(admin_server_test, is_healthy_while_every_loop_answers) {
  EXPECT_EQ(get("/healthz").status, 200);
  EXPECT_EQ(get("/healthz?verbose=1").body, R"({"status":"ok"})");
}

TEST_F(admin_server_test, names_the_loop_that_does_not_answer) {
  std::promise<void> released;
  threads[1].post([&] { released.get_future().wait(); });
  const auto sick = get("/healthz");
  released.set_value();
  EXPECT_EQ(sick.status, 503);
  EXPECT_EQ(sick.body, R"({"status":"failing","reasons":["event loop 1 has not answered for a second"]})");
  EXPECT_EQ(get("/healthz").status, 200) << "it has come back";
}

TEST_F(admin_server_test, has_metrics_of_what_was_counted_until_the_question) {
  net::run_on(threads[1], [&] {
    metrics->requests(threads[1], api_family::rest).count({.method = "GET", .resource = "/a", .status = 200});
  });
  for (int i = 1; i <= 3; ++i) {
    const auto got = get("/metrics");
    EXPECT_EQ(got.status, 200);
    EXPECT_EQ(got.header("Content-Type"), metrics_content_type);
    const metrics_reader read(got.body);
    EXPECT_EQ(read.at(R"(lamina_requests_total{api="rest",method="GET",route="/a",status="200"})"), i);
    EXPECT_EQ(read.at(R"(lamina_build_info{version="9.9.9"})"), 1);
    net::run_on(threads[1], [&] {
      metrics->requests(threads[1], api_family::rest).count({.method = "GET", .resource = "/a", .status = 200});
    });
  }
}

TEST_F(admin_server_test, knows_three_paths_and_two_methods) {
  EXPECT_EQ(get("/").status, 404);
  EXPECT_EQ(get("/metrics/x").body, R"({"message":"Not Found"})");
  const auto refused = fetch(open.port(), "POST", "/metrics", "");
  EXPECT_EQ(refused.status, 405);
  EXPECT_EQ(refused.header("Allow"), "GET, HEAD");
}

TEST_F(admin_server_test, answers_whoever_asks_for_health_in_a_storm_of_scrapes) {
  constexpr int clients = 20;
  std::vector<std::unique_ptr<raw_http_client>> storm;
  for (int i = 0; i < clients; ++i) {
    storm.push_back(std::make_unique<raw_http_client>(open.port()));
    storm.back()->send("GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n");
  }
  EXPECT_EQ(get("/healthz").status, 200);
  EXPECT_EQ(get("/readyz").status, 503);
  for (const auto& each : storm) EXPECT_EQ(each->read_response().status, 200);
}

TEST_F(admin_server_test, takes_no_more_clients_than_it_needs) {
  std::vector<std::unique_ptr<raw_http_client>> held;
  for (int i = 0; i < 64; ++i) {
    held.push_back(std::make_unique<raw_http_client>(open.port()));
    held.back()->send("GET /readyz HTTP/1.1\r\nHost: a\r\n\r\n");
    ASSERT_EQ(held.back()->read_response().status, 503);
  }
  raw_http_client one_too_many(open.port());
  one_too_many.send("GET /readyz HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THROW(one_too_many.read_response(), std::exception);
}

TEST_F(admin_server_test, can_go_while_somebody_waits) {
  std::promise<void> released;
  threads[1].post([&] { released.get_future().wait(); });
  auto waiting = std::make_unique<raw_http_client>(open.port());
  {
    admin_server other(threads, {}, metrics);
    ASSERT_TRUE(other.listen());
    raw_http_client client(other.port());
    client.send("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(fetch(other.port(), "GET", "/readyz", "").status, 503);  // so the first has been read
  }
  released.set_value();
  EXPECT_EQ(get("/healthz").status, 200);
}

TEST_F(admin_server_test, says_where_it_is) {
  EXPECT_EQ(open.url(), "http://127.0.0.1:" + std::to_string(open.port()));
  admin_server other(threads, {.port = open.port()}, metrics);
  const auto taken = other.listen();
  ASSERT_FALSE(taken);
  EXPECT_NE(taken.error().message.find(std::to_string(open.port())), std::string::npos);
}

}  // namespace
}  // namespace lamina::gateway
