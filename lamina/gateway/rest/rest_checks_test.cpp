// What a REST API asks of its requests, through a whole gateway; each part has tests of its own.
#include <gtest/gtest.h>

#include "lamina/gateway/gateway.h"
#include "lamina/gateway/internal/scripted.h"
#include "lamina/testing/raw_http_client.h"

namespace lamina::gateway {
namespace {

using internal::scripted;
using lamina::testing::raw_http_client;
using lamina::testing::raw_http_response;

constexpr const char* secret = "apikey1234abcdefghij0123456789";

class rest_checks_test : public ::testing::Test {
 protected:
  rest_checks_test() {
    service.name = "shop";
    service.routes = {internal::rest_route_of("GET", "/pets/{id}", "api"),
                      internal::rest_route_of("POST", "/pets", "api")};
    config::usage_plan plan;
    plan.name = "p";
    service.usage_plans = {plan};
    service.api_keys = {{"k", secret, "p", true}};
  }

  raw_http_response send(const std::string& head, const std::string& body = "") {
    if (!open) {
      auto made = gateway::make(service, {{"api", api}}, {}, log, threads);
      EXPECT_TRUE(made) << made.error().message;
      open = *std::move(made);
      EXPECT_TRUE(open->start());
    }
    raw_http_client client(open->port());
    client.send(head + "Host: h\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
    return client.read_response();
  }
  std::string get(const std::string& target, const std::string& headers = "") {
    return shown(send("GET /dev" + target + " HTTP/1.1\r\n" + headers));
  }
  static std::string shown(const raw_http_response& response) {
    return std::to_string(response.status) + " " + response.body;
  }
  std::string log_text() {
    const std::scoped_lock lock(log_mutex);
    return logged;
  }
  void change(std::string type, std::string text) {
    config::gateway_response changed;
    changed.type = std::move(type);
    changed.status = 418;
    changed.headers = {{"X-Query", "method.request.querystring.q"}, {"X-Id", "method.request.path.id"}};
    changed.templates = {{"application/json", std::move(text)}};
    service.gateway_responses.push_back(std::move(changed));
  }

  std::mutex log_mutex;
  std::string logged;
  logger log{log_level::debug, [this](std::string_view line) {
               const std::scoped_lock lock(log_mutex);
               logged += line;
             }};
  config::service service;
  std::string event;
  std::shared_ptr<scripted> api = std::make_shared<scripted>([this](const function_pool::invocation& work) {
    event = work.event;
    return function_pool::invocation_result{function_pool::outcome::success, R"({"body":"fine"})"};
  });
  net::loop_threads threads{2};
  std::unique_ptr<gateway> open;
};

TEST_F(rest_checks_test, a_private_route_opens_with_a_key_in_any_case_of_the_header) {
  service.routes[0].private_key = true;
  EXPECT_EQ(get("/pets/1"), R"(403 {"message":"Forbidden"})");
  EXPECT_EQ(get("/pets/1", "x-api-key: wrong-wrong-wrong-wrong\r\n"), R"(403 {"message":"Forbidden"})");
  EXPECT_EQ(api->calls, 0);
  EXPECT_EQ(get("/pets/1", "X-API-Key: " + std::string(secret) + "\r\n"), "200 fine");
  const auto identity = json::parse(event).at("requestContext").at("identity");
  EXPECT_EQ(identity.at("apiKey"), secret);
  EXPECT_EQ(identity.at("apiKeyId").as_string().size(), 10u);
}

TEST_F(rest_checks_test, an_open_route_says_nothing_of_keys) {
  EXPECT_EQ(get("/pets/1", "x-api-key: " + std::string(secret) + "\r\n"), "200 fine");
  const auto identity = json::parse(event).at("requestContext").at("identity");
  EXPECT_FALSE(identity.as_object().contains("apiKey"));
  EXPECT_FALSE(identity.as_object().contains("apiKeyId"));
}

TEST_F(rest_checks_test, limits_of_a_plan_hold_on_all_loops_together) {
  service.routes[0].private_key = true;
  service.usage_plans[0].quota = config::quota{5, config::quota::span::month, 0};
  std::map<std::string, int> answers;
  for (int i = 0; i < 20; ++i) ++answers[get("/pets/1", "x-api-key: " + std::string(secret) + "\r\n")];
  EXPECT_EQ(answers, (std::map<std::string, int>{{"200 fine", 5}, {R"(429 {"message":"Limit Exceeded"})", 15}}));
}

TEST_F(rest_checks_test, a_throttled_route_refuses_and_others_do_not) {
  service.routes[0].throttle = config::throttle{0.001, 3};
  std::map<std::string, int> answers;
  for (int i = 0; i < 9; ++i) ++answers[get("/pets/1")];
  EXPECT_EQ(answers, (std::map<std::string, int>{{"200 fine", 3}, {R"(429 {"message":"Too Many Requests"})", 6}}));
  EXPECT_EQ(shown(send("POST /dev/pets HTTP/1.1\r\n")), "200 fine");
}

TEST_F(rest_checks_test, the_account_is_throttled_when_it_is_asked_for) {
  service.account_throttle = config::throttle{0.001, 2};
  EXPECT_EQ(get("/pets/1"), "200 fine");
  EXPECT_EQ(shown(send("POST /dev/pets HTTP/1.1\r\n")), "200 fine");
  EXPECT_EQ(get("/pets/1"), R"(429 {"message":"Too Many Requests"})");
}

TEST_F(rest_checks_test, requests_that_are_not_as_asked_do_not_reach_the_function) {
  service.routes[1].request_parameters["method.request.querystring.q"] = true;
  service.routes[1].request_schemas["application/json"] = json::parse(R"({"required":["name"]})");
  EXPECT_EQ(shown(send("POST /dev/pets HTTP/1.1\r\n", "{}")),
            R"(400 {"message":"Missing required request parameters: [q]"})");
  EXPECT_EQ(shown(send("POST /dev/pets?q=1 HTTP/1.1\r\n", "{}")), R"(400 {"message":"Invalid request body"})");
  EXPECT_EQ(api->calls, 0);
  EXPECT_EQ(shown(send("POST /dev/pets?q=1 HTTP/1.1\r\n", R"({"name":1})")), "200 fine");
  EXPECT_NE(log_text().find("object has missing required properties"), std::string::npos);
}

TEST_F(rest_checks_test, a_changed_answer_knows_the_request) {
  service.routes[0].request_parameters["method.request.querystring.q"] = true;
  change(
      "BAD_REQUEST_PARAMETERS",
      R"({"m":$context.error.messageString,"stage":"$context.stage","at":"$context.resourcePath","id":"$context.requestId",)"
      R"("ip":"$context.identity.sourceIp","agent":"$method.request.header.User-Agent","none":"$context.authorizer.x"})");
  const auto response = send("GET /dev/pets/7?q= HTTP/1.1\r\nUser-Agent: \"},\r\n");
  EXPECT_EQ(response.status, 418);
  const auto body = json::parse(response.body);
  EXPECT_EQ(body.at("m"), "Missing required request parameters: [q]");
  EXPECT_EQ(body.at("stage"), "dev");
  EXPECT_EQ(body.at("at"), "/pets/{id}");
  EXPECT_EQ(body.at("id"), json::string(response.header("x-amzn-RequestId")));
  EXPECT_EQ(body.at("ip"), "127.0.0.1");
  EXPECT_EQ(body.at("agent"), "\"},");
  EXPECT_EQ(body.at("none"), "");
  EXPECT_EQ(response.header("X-Id"), "7");
  EXPECT_EQ(response.header("x-amzn-ErrorType"), "BadRequestException");
}

TEST_F(rest_checks_test, no_header_can_be_slipped_into_a_changed_answer) {
  change("MISSING_AUTHENTICATION_TOKEN", "{}");
  const auto response = send("GET /dev/nothing?q=a%0d%0aSet-Cookie:%20b HTTP/1.1\r\n");
  EXPECT_EQ(response.status, 418);
  EXPECT_EQ(response.header("X-Query"), "a  Set-Cookie: b");
  EXPECT_EQ(response.header("Set-Cookie"), "");
}

}  // namespace
}  // namespace lamina::gateway
