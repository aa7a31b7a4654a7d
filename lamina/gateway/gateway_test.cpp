#include "lamina/gateway/gateway.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

#include "lamina/gateway/internal/scripted.h"
#include "lamina/gateway/metrics/gateway_metrics.h"
#include "lamina/testing/raw_http_client.h"

namespace lamina::gateway {
namespace {

using namespace std::chrono_literals;
using internal::scripted;
using lamina::testing::raw_http_client;
using lamina::testing::raw_http_response;

raw_http_response ask(raw_http_client& client, std::string_view request) {
  client.send(request);
  return client.read_response();
}

std::string get(std::string_view path, std::string_view headers = "") {
  return "GET /dev" + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\n" + std::string(headers) + "\r\n";
}

class gateway_test : public ::testing::Test {
 protected:
  gateway_test() {
    service.name = "shop";
    service.routes = {internal::rest_route_of("ANY", "/hello", "hello"),
                      internal::rest_route_of("GET", "/slow", "slow")};
    slow->silent = true;
  }

  void start(gateway_options options = {}, unsigned loops = 1) {
    open.reset();
    threads = std::make_unique<net::loop_threads>(loops);
    auto made = gateway::make(service, {{"hello", hello}, {"slow", slow}}, std::move(options), log, *threads);
    ASSERT_TRUE(made) << made.error().message;
    open = *std::move(made);
    const auto started = open->start();
    ASSERT_TRUE(started) << started.error().message;
  }

  int status_of(std::string_view request) {
    raw_http_client client(open->port());
    return ask(client, request).status;
  }

  std::mutex log_mutex;
  std::string logged;
  logger log{log_level::debug, [this](std::string_view line) {
               const std::scoped_lock lock(log_mutex);
               logged += line;
             }};
  config::service service;
  std::shared_ptr<scripted> hello = std::make_shared<scripted>(R"({"statusCode":200,"body":"hi"})");
  std::shared_ptr<scripted> slow = std::make_shared<scripted>("{}");
  std::unique_ptr<net::loop_threads> threads;
  std::unique_ptr<gateway> open;
};

TEST_F(gateway_test, answers_over_a_connection_that_stays_open) {
  start();
  raw_http_client client(open->port());
  for (int i = 0; i < 3; ++i) {
    const auto response = ask(client, get("/hello"));
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, "hi");
  }
  EXPECT_EQ(open->url(), "http://127.0.0.1:" + std::to_string(open->port()) + "/dev");
}

TEST_F(gateway_test, pipelined_requests_are_answered_in_order) {
  start();
  raw_http_client client(open->port());
  client.send(get("/hello") + get("/nothing") + get("/hello"));
  EXPECT_EQ(client.read_response().status, 200);
  EXPECT_EQ(client.read_response().status, 403);
  EXPECT_EQ(client.read_response().status, 200);
}

TEST_F(gateway_test, several_loops_share_one_port) {
  start({}, 3);
  for (int i = 0; i < 30; ++i) EXPECT_EQ(status_of(get("/hello")), 200);
}

TEST_F(gateway_test, broken_requests_get_a_json_answer) {
  start();
  for (const std::string_view bytes :
       {"nonsense\r\n\r\n", "GET /dev/hello HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "GET /dev/hello HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n",
        "GET /dev/hello HTTP/1.1\r\nContent-Length: -1\r\n\r\n"}) {
    raw_http_client client(open->port());
    client.send(bytes);
    const auto response = client.read_response();
    EXPECT_EQ(response.status, 400) << bytes;
    EXPECT_EQ(response.body, R"({"message":"Bad Request"})");
    EXPECT_EQ(response.header("x-amzn-RequestId").size(), 36U);
  }
  EXPECT_EQ(hello->calls, 0);
  const std::scoped_lock lock(log_mutex);
  EXPECT_NE(logged.find("\"status\":400"), std::string::npos);
  EXPECT_NE(logged.find("\"ip\":\"127.0.0.1\""), std::string::npos);
  EXPECT_EQ(logged.find("\"ip\":\"\""), std::string::npos);
}

TEST_F(gateway_test, an_event_that_lambda_would_not_take_is_too_large) {
  service.routes.push_back(internal::http_route_of("ANY", "/hello", "hello"));
  start();
  const auto post = [&](std::string_view path, std::size_t size) {
    raw_http_client client(open->port());
    client.send("POST " + std::string(path) + " HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Length: " +
                std::to_string(size) + "\r\n\r\n" + std::string(size, 'x'));
    return client.read_response();
  };
  constexpr std::size_t most = 6 * 1024 * 1024;
  EXPECT_EQ(post("/dev/hello", most - 10'000).status, 200);
  EXPECT_EQ(post("/hello", most - 10'000).status, 200);
  EXPECT_EQ(hello->calls, 2);
  const auto rest = post("/dev/hello", most);
  EXPECT_EQ(rest.status, 413);
  EXPECT_EQ(rest.body, R"({"message": "Request Too Long"})");
  EXPECT_EQ(rest.header("x-amzn-ErrorType"), "BadRequestException");
  const auto http = post("/hello", most);
  EXPECT_EQ(http.status, 413);
  EXPECT_EQ(http.body, R"({"message":"Request Entity Too Large"})");
  EXPECT_EQ(hello->calls, 2);
}

TEST_F(gateway_test, characters_that_must_be_encoded_are_refused) {
  start();
  EXPECT_EQ(status_of(get("/hello?ids=1|2")), 400);
  EXPECT_EQ(status_of(get("/{hello}")), 400);
  EXPECT_EQ(hello->calls, 0);
  EXPECT_EQ(status_of(get("/hello?ids=1%7C2")), 200);
  EXPECT_EQ(hello->calls, 1);
}

TEST_F(gateway_test, too_large_requests_are_refused) {
  gateway_options options;
  options.listen.max_body_bytes = 1000;
  options.listen.max_header_bytes = 20'000;
  start(std::move(options));
  EXPECT_EQ(status_of("POST /dev/hello HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n"), 413);
  EXPECT_EQ(status_of(get("/hello", "a: " + std::string(10'241, 'x') + "\r\n")), 431);
  EXPECT_EQ(status_of(get("/hello", "a: " + std::string(30'000, 'x') + "\r\n")), 431);
  EXPECT_EQ(status_of(get("/hello?" + std::string(10'241, 'x'))), 414);
  EXPECT_EQ(status_of(get("/hello?" + std::string(1000, 'x'))), 200);
  EXPECT_EQ(hello->calls, 1);
}

TEST_F(gateway_test, a_request_that_comes_too_slowly_is_given_up) {
  gateway_options options;
  options.listen.header_timeout = 30ms;
  start(std::move(options));
  raw_http_client client(open->port());
  client.send("GET /dev/hello HT");
  EXPECT_EQ(client.read_response().status, 408);
}

TEST_F(gateway_test, a_function_that_never_answers_costs_only_its_own_request) {
  gateway_options options;
  options.integration_timeout = 40ms;
  start(std::move(options));
  raw_http_client waiting(open->port());
  waiting.send(get("/slow"));
  EXPECT_EQ(status_of(get("/hello")), 200);
  const auto response = waiting.read_response();
  EXPECT_EQ(response.status, 504);
  EXPECT_EQ(response.body, R"({"message": "Endpoint request timed out"})");
}

TEST_F(gateway_test, stopping_answers_what_was_accepted) {
  gateway_options options;
  options.integration_timeout = 100ms;
  start(std::move(options), 2);
  std::vector<std::unique_ptr<raw_http_client>> clients;
  for (int i = 0; i < 20; ++i) {
    clients.push_back(std::make_unique<raw_http_client>(open->port()));
    clients.back()->send(get("/slow"));
  }
  while (slow->calls < 20) std::this_thread::yield();
  open->stop();
  for (const auto& client : clients) EXPECT_EQ(client->read_response().status, 504);
  EXPECT_THROW(raw_http_client(open->port()), std::runtime_error);
}

TEST_F(gateway_test, draining_under_load_loses_no_accepted_request) {
  start({}, 2);
  std::atomic<int> answered = 0, wrong = 0;
  std::vector<std::thread> clients;
  for (int i = 0; i < 4; ++i)
    clients.emplace_back([&, port = open->port()] {
      try {
        raw_http_client client(port);
        while (true) {
          const auto response = ask(client, get("/hello"));
          if (response.status != 200) ++wrong;
          ++answered;
          if (response.header("Connection") == "close") return;
        }
      } catch (const std::runtime_error&) {
        // closed between two requests, or before the first
      }
    });
  while (answered < 200) std::this_thread::yield();
  open->stop();
  for (auto& client : clients) client.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(answered, hello->calls) << "a request reached the function, but its client got no answer";
}

TEST_F(gateway_test, stopping_twice_or_without_a_start_is_harmless) {
  net::loop_threads some(1);
  auto made = gateway::make(service, {{"hello", hello}, {"slow", slow}}, {}, log, some);
  ASSERT_TRUE(made);
  (*made)->stop();
  start();
  open->stop();
  open->stop();
}

TEST_F(gateway_test, a_port_that_is_taken_is_an_error) {
  start();
  gateway_options options;
  options.listen.port = open->port();
  auto second = gateway::make(service, {{"hello", hello}, {"slow", slow}}, options, log, *threads);
  ASSERT_TRUE(second);
  const auto started = (*second)->start();
  ASSERT_FALSE(started);
  EXPECT_NE(started.error().message.find("127.0.0.1:" + std::to_string(open->port())), std::string::npos);
}

TEST_F(gateway_test, notes_say_what_is_missing) {
  service.routes[0].async = true;  // of a proxy
  start();
  EXPECT_EQ(open->notes().size(), 1U);
}

TEST_F(gateway_test, the_figures_of_the_event_queue_are_told_as_long_as_it_serves) {
  gateway_options options;
  options.metrics = std::make_shared<gateway_metrics>();
  options.lambda.on_main_port = true;
  config::function& function = service.functions.emplace_back();
  function.key = function.name = "hello";
  start(options);
  const auto figures = [&] {
    std::promise<gateway_figures> told;
    (*threads)[0].post(
        [&] { options.metrics->collect((*threads)[0], [&](gateway_figures all) { told.set_value(std::move(all)); }); });
    return told.get_future().get();
  };
  EXPECT_EQ(status_of("POST /2015-03-31/functions/hello/invocations HTTP/1.1\r\nHost: localhost\r\n"
                      "X-Amz-Invocation-Type: Event\r\nContent-Length: 2\r\n\r\n{}"),
            202);
  const gateway_figures now = figures();
  ASSERT_NE(now.queue, nullptr);
  EXPECT_EQ(now.queue->accepted, 1u);
  EXPECT_EQ(now.requests.at(api_family::invoke).routes().at("hello").integration.count(), 1u);
  open.reset();
  EXPECT_EQ(figures().queue, nullptr);
}

}  // namespace
}  // namespace lamina::gateway
