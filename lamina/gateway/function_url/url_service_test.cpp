#include "lamina/gateway/function_url/url_service.h"

#include <gtest/gtest.h>

#include "lamina/gateway/internal/scripted.h"
#include "lamina/net/loop_threads.h"
#include "lamina/testing/raw_http_client.h"

namespace lamina::gateway {
namespace {

using function_pool::outcome;
using function_pool::payload_form;
using lamina::testing::raw_http_client;
using lamina::testing::raw_http_response;

// Behind a server of its own: an exchange exists only on a connection.
class url_service_test : public ::testing::Test {
 protected:
  url_service_test() {
    service.name = "shop";
    service.functions.resize(1);
    service.functions[0].key = "api";
    service.functions[0].address.emplace();
  }
  ~url_service_test() override {
    net::run_on(threads[0], [this] {
      server.reset();
      urls.reset();
    });
  }

  config::function_url& address() { return *service.functions[0].address; }

  void open() {
    auto made = make_url_api(service, {{"api", function}}, options);
    ASSERT_TRUE(made) << made.error().message;
    api.emplace(*std::move(made));
    net::run_on(threads[0], [this] {
      urls = *url_service::make(*api, options, threads[0], log);
      server = std::make_unique<http::server>(
          threads[0], http::server_options{},
          [this](const http::request& request, http::exchange reply) { taken = urls->take(request, reply); });
      ASSERT_TRUE(server->listen());
    });
  }
  raw_http_response ask(std::string_view head, std::string_view body = "") {
    if (!server) open();
    raw_http_client client(server->port());
    client.send(std::string(head) + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body));
    return client.read_response(head.starts_with("HEAD"));
  }
  raw_http_response get(std::string_view target, std::string_view headers = "Host: h\r\n") {
    return ask("GET " + std::string(target) + " HTTP/1.1\r\n" + std::string(headers));
  }
  json::value event_of(std::string_view target, std::string_view headers = "Host: h\r\n") {
    get(target, headers);
    return json::parse(event);
  }

  config::service service;
  gateway_options options;
  logger log{log_level::off, [](std::string_view) {}};
  function_pool::invocation_result answer{outcome::success, R"({"statusCode":200,"body":"fine"})"};
  std::string event;
  std::shared_ptr<internal::scripted> function =
      std::make_shared<internal::scripted>([this](const function_pool::invocation& work) {
        event = work.event;
        return answer;
      });
  std::optional<url_api> api;
  net::loop_threads threads{1};
  std::unique_ptr<url_service> urls;
  std::unique_ptr<http::server> server;
  std::atomic<bool> taken = false;
};

TEST_F(url_service_test, shows_the_path_as_sent_and_decoded) {
  const json::value seen = event_of("/a%20b/%Ft?x=1&x=2");
  EXPECT_EQ(seen.at("rawPath").as_string(), "/a%20b/%Ft");
  EXPECT_EQ(seen.at("requestContext").at("http").at("path").as_string(), "/a b/%Ft");
  EXPECT_EQ(seen.at("rawQueryString").as_string(), "x=1&x=2");
  EXPECT_EQ(seen.at("requestContext").at("accountId").as_string(), "anonymous");
  EXPECT_EQ(seen.at("routeKey").as_string(), "$default");
}

TEST_F(url_service_test, answers_under_the_id_that_the_event_has) {
  const auto response = get("/");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "fine");
  EXPECT_EQ(response.header("x-amzn-RequestId"), json::parse(event).at("requestContext").at("requestId").as_string());
}

TEST_F(url_service_test, makes_a_body_of_what_is_no_response) {
  answer.payload = R"([1, "two"])";
  EXPECT_EQ(get("/").body, R"([1,"two"])");
}

TEST_F(url_service_test, tells_failures_as_text) {
  answer = {outcome::function_error, R"({"errorMessage":"no"})"};
  const auto response = get("/");
  EXPECT_EQ(response.status, 502);
  EXPECT_EQ(response.body, "Internal Server Error");
  EXPECT_EQ(response.header("Content-Type"), "text/plain");
  answer = {outcome::throttled, "{}"};
  EXPECT_EQ(get("/").status, 429);
  answer = {outcome::success, R"({"statusCode":200,"isBase64Encoded":true,"body":"?"})"};
  EXPECT_EQ(get("/").status, 502);
}

TEST_F(url_service_test, refuses_what_is_too_large_for_an_event) {
  EXPECT_EQ(ask("POST / HTTP/1.1\r\nHost: h\r\nContent-Type: text/plain\r\n", std::string(6 * 1024 * 1024, 'x')).status,
            413);
  EXPECT_EQ(function->calls, 0);
}

TEST_F(url_service_test, leaves_other_hosts_to_other_apis) {
  service.routes = {internal::rest_route_of("GET", "/", "api")};
  open();
  raw_http_client client(server->port());
  client.send("GET / HTTP/1.1\r\nHost: shop.example\r\n\r\n");
  EXPECT_TRUE(client.is_closed());
  EXPECT_FALSE(taken);
  EXPECT_EQ(get("/", "Host: " + api->functions[0].host + "\r\n").status, 200);
  EXPECT_EQ(get("/", "Host: 0123.lambda-url.us-east-1.on.aws\r\n").body, R"({"Message":null})");
}

TEST_F(url_service_test, answers_preflights_and_lets_the_urls_cors_win) {
  address().cors = config::http_api_cors{.origins = {"https://a.example"}, .methods = {"GET"}, .headers = {"x-a"}};
  const auto preflight =
      ask("OPTIONS / HTTP/1.1\r\nHost: h\r\nOrigin: https://a.example\r\nAccess-Control-Request-Method: GET\r\n");
  EXPECT_EQ(preflight.status, 200);
  EXPECT_EQ(preflight.header("Access-Control-Allow-Origin"), "https://a.example");
  EXPECT_EQ(function->calls, 0);
  answer.payload = R"({"statusCode":200,"headers":{"access-control-allow-origin":"*"}})";
  EXPECT_EQ(get("/", "Host: h\r\nOrigin: https://a.example\r\n").header("Access-Control-Allow-Origin"),
            "https://a.example");
}

TEST_F(url_service_test, sends_streamed_bytes_as_they_are_and_interprets_metadata) {
  address().streams = true;
  answer = {outcome::success, "Hello, world!", payload_form::streamed_bytes};
  EXPECT_EQ(get("/").body, "Hello, world!");
  answer = {outcome::success, R"({"statusCode":201,"body":"x"})", payload_form::streamed_response};
  EXPECT_EQ(get("/").status, 201);
  answer = {outcome::success, R"({"statusCode":201,"body":"x"})"};
  EXPECT_EQ(get("/").body, R"({"statusCode":201,"body":"x"})") << "not streamed: the body, literally";
}

TEST_F(url_service_test, keeps_a_url_closed_whose_callers_sign_with_unknown_keys) {
  address().is_signed = true;
  const auto response = get("/");
  EXPECT_EQ(response.status, 403);
  EXPECT_TRUE(response.body.starts_with(R"({"Message":"Forbidden)"));
  EXPECT_EQ(response.header("x-amzn-ErrorType"), "AccessDeniedException");
  EXPECT_EQ(function->calls, 0);
}

}  // namespace
}  // namespace lamina::gateway
