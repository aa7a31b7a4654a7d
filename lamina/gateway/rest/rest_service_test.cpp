#include "lamina/gateway/rest/rest_service.h"

#include <gtest/gtest.h>

#include "lamina/gateway/gateway.h"
#include "lamina/gateway/internal/scripted.h"
#include "lamina/testing/raw_http_client.h"

namespace lamina::gateway {
namespace {

using namespace std::chrono_literals;
using function_pool::outcome;
using internal::scripted;
using lamina::testing::raw_http_client;
using lamina::testing::raw_http_response;

constexpr const char* allow =
    R"({"principalId":"me","context":{"n":1},"policyDocument":{"Statement":{"Effect":"Allow","Action":"*","Resource":"*/GET/guarded*"}}})";

// Through a whole gateway: an exchange exists only on a connection.
class rest_service_test : public ::testing::Test {
 protected:
  rest_service_test() {
    service.name = "shop";
    service.binary_media_types = {"image/png"};
    service.routes = {
        internal::rest_route_of("ANY", "/api/{id}", "api"), internal::rest_route_of("ANY", "/guarded", "api"),
        internal::rest_route_of("GET", "/guarded/other", "api"), internal::rest_route_of("GET", "/closed", "api")};
    config::authorizer guard;
    guard.name = guard.function = "guard";
    service.routes[1].authorizer = service.routes[2].authorizer = guard;
    service.routes[3].integration = "MOCK";
  }

  raw_http_response ask(std::string_view method, std::string_view path, std::string_view headers = "") {
    if (!open) {
      gateway_options options;
      options.integration_timeout = 5s;
      auto made = gateway::make(service, {{"api", api}, {"guard", guard}}, options, log, threads);
      EXPECT_TRUE(made) << made.error().message;
      open = *std::move(made);
      EXPECT_TRUE(open->start());
    }
    raw_http_client client(open->port());
    client.send(std::string(method) + " " + std::string(path) + " HTTP/1.1\r\nHost: h\r\n" + std::string(headers) +
                "\r\n");
    return client.read_response(method == "HEAD");
  }
  // "status body"
  std::string get(std::string_view path, std::string_view headers = "") {
    const auto response = ask("GET", path, headers);
    return std::to_string(response.status) + " " + response.body;
  }
  std::string guarded(std::string_view token, std::string_view path = "/dev/guarded") {
    return get(path, "Authorization: " + std::string(token) + "\r\n");
  }
  // The log once its line about the last request is there: it is written before the answer.
  std::string log_text() {
    const std::scoped_lock lock(log_mutex);
    return logged;
  }

  std::mutex log_mutex;
  std::string logged;
  logger log{log_level::debug, [this](std::string_view line) {
               const std::scoped_lock lock(log_mutex);
               logged += line;
             }};
  config::service service;
  function_pool::invocation_result answer{outcome::success, R"({"body":"fine"})"};
  function_pool::invocation_result verdict{outcome::success, allow};
  std::string event;
  std::shared_ptr<scripted> api = std::make_shared<scripted>([this](const function_pool::invocation& work) {
    event = work.event;
    return answer;
  });
  std::shared_ptr<scripted> guard =
      std::make_shared<scripted>([this](const function_pool::invocation&) { return verdict; });
  net::loop_threads threads{1};
  std::unique_ptr<gateway> open;
};

TEST_F(rest_service_test, outcomes_of_the_function_become_statuses) {
  EXPECT_EQ(get("/dev/api/1"), "200 fine");
  answer = {outcome::function_error, R"({"errorMessage":"secret"})"};
  EXPECT_EQ(get("/dev/api/1"), R"(502 {"message": "Internal server error"})");
  answer = {outcome::throttled, ""};
  EXPECT_EQ(get("/dev/api/1"), R"(429 {"message":"Too Many Requests"})");
  answer = {outcome::unavailable, "no such program"};
  EXPECT_EQ(get("/dev/api/1"), R"(500 {"message": "Internal server error"})");
  answer = {outcome::success, "not json"};
  EXPECT_EQ(get("/dev/api/1"), R"(502 {"message": "Internal server error"})");
}

TEST_F(rest_service_test, what_is_streamed_is_bytes_with_metadata) {
  using function_pool::payload_form;
  service.routes[0].streams = true;
  answer = {outcome::success, R"({"statusCode":201,"cookies":["a=1"],"body":"aGk=","isBase64Encoded":true})",
            payload_form::streamed_response};
  const auto got = ask("GET", "/dev/api/1");
  EXPECT_EQ(got.status, 201);
  EXPECT_EQ(got.body, "hi");
  EXPECT_EQ(got.header("Set-Cookie"), "a=1");
  answer = {outcome::success, "hi", payload_form::streamed_bytes};
  EXPECT_EQ(get("/dev/api/1"), R"(502 {"message": "Internal server error"})");
  answer = {outcome::success, R"({"body":"hi"})"};
  EXPECT_EQ(get("/dev/api/1"), R"(502 {"message": "Internal server error"})");
}

TEST_F(rest_service_test, unknown_stages_and_routes_are_told_apart) {
  EXPECT_EQ(get("/prod/api/1"), R"(403 {"message":"Forbidden"})");
  EXPECT_EQ(get("/"), R"(403 {"message":"Forbidden"})");
  EXPECT_EQ(get("/dev/nothing"), R"(403 {"message":"Missing Authentication Token"})");
  EXPECT_EQ(api->calls, 0);
}

TEST_F(rest_service_test, a_route_whose_guard_is_missing_is_closed) {
  EXPECT_EQ(get("/dev/closed"), R"(500 {"message": "Internal server error"})");
  EXPECT_EQ(api->calls, 0);
}

TEST_F(rest_service_test, a_preflight_is_answered_by_the_gateway) {
  config::rest_cors cors;
  cors.path = "/guarded";
  cors.origin = "https://a";
  cors.reflected = {"https://a", "https://b"};
  cors.methods = {"ANY", "OPTIONS"};
  service.rest_cors_paths = {cors};
  const auto response = ask("OPTIONS", "/dev/guarded", "Origin: https://b\r\n");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "");
  EXPECT_EQ(response.header("Content-Type"), "application/json");
  EXPECT_EQ(response.header("Access-Control-Allow-Origin"), "https://b");
  EXPECT_EQ(response.header("X-Amzn-Trace-Id"), "");
  EXPECT_EQ(response.header("x-amz-apigw-id").size(), 16u);
  EXPECT_EQ(guard->calls + api->calls, 0);
}

TEST_F(rest_service_test, the_method_may_be_overridden) {
  ask("POST", "/dev/api/1", "X-HTTP-Method-Override: PATCH\r\n");
  EXPECT_EQ(json::parse(event).at("httpMethod"), "PATCH");
  EXPECT_FALSE(json::parse(event).at("headers").as_object().contains("X-HTTP-Method-Override"));
  EXPECT_EQ(get("/dev/api/1", "X-HTTP-Method-Override: NONE\r\n").substr(0, 3), "403");
}

TEST_F(rest_service_test, ids_of_event_and_answer_are_the_same) {
  const auto response = ask("GET", "/dev/api/1");
  const auto context = json::parse(event).at("requestContext");
  EXPECT_EQ(response.header("x-amzn-RequestId"), context.at("requestId").as_string());
  EXPECT_EQ(response.header("x-amz-apigw-id"), context.at("extendedRequestId").as_string());
}

TEST_F(rest_service_test, a_head_request_gets_the_length_alone) {
  EXPECT_EQ(ask("HEAD", "/dev/api/1").header("Content-Length"), "4");
}

TEST_F(rest_service_test, binary_bodies_are_decoded_when_the_client_accepts_them) {
  answer.payload = R"({"body":"aGk=","isBase64Encoded":true})";
  EXPECT_EQ(get("/dev/api/1", "Accept: image/png\r\n"), "200 hi");
  EXPECT_EQ(get("/dev/api/1", "Accept: text/plain\r\n"), "200 aGk=");
  answer.payload = R"({"body":"no base64!","isBase64Encoded":true})";
  EXPECT_EQ(get("/dev/api/1", "Accept: image/png\r\n").substr(0, 3), "500");
}

TEST_F(rest_service_test, a_token_is_asked_about_once_and_judged_each_time) {
  EXPECT_EQ(guarded("t"), "200 fine");
  EXPECT_EQ(json::parse(event).at("requestContext").at("authorizer").at("n"), "1");
  EXPECT_EQ(guarded("t"), "200 fine");
  EXPECT_EQ(json::parse(event).at("requestContext").at("authorizer").at("integrationLatency"), 0);
  EXPECT_EQ(guarded("t", "/dev/guarded/other"), "200 fine");
  EXPECT_EQ(guard->calls, 1);
  EXPECT_EQ(ask("POST", "/dev/guarded", "Authorization: t\r\n").body,
            R"({"Message":"User is not authorized to access this resource"})");
  EXPECT_EQ(guard->calls, 1);
  EXPECT_NE(log_text().find("\"authorizer\":\"miss\""), std::string::npos);
  EXPECT_NE(log_text().find("\"authorizer\":\"hit\""), std::string::npos);
}

TEST_F(rest_service_test, refusals_of_the_authorizer_have_their_own_answers) {
  EXPECT_EQ(get("/dev/guarded"), R"(401 {"message":"Unauthorized"})");
  EXPECT_EQ(guarded(""), R"(401 {"message":"Unauthorized"})");
  EXPECT_EQ(guard->calls, 0);
  verdict = {outcome::function_error, R"({"errorMessage":"Unauthorized"})"};
  EXPECT_EQ(guarded("a"), R"(401 {"message":"Unauthorized"})");
  verdict = {outcome::function_error, R"({"errorMessage":"broken"})"};
  EXPECT_EQ(guarded("b"), R"(500 {"message":null})");
  verdict = {outcome::throttled, ""};
  EXPECT_EQ(guarded("c"), R"(429 {"message":"Too Many Requests"})");
  verdict = {outcome::success,
             R"({"principalId":"me","policyDocument":{"Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}})"};
  EXPECT_EQ(guarded("d"), R"(403 {"Message":"User is not authorized to access this resource with an explicit deny"})");
  EXPECT_EQ(api->calls, 0);
}

TEST_F(rest_service_test, a_method_arn_beyond_the_limit_is_refused) {
  service.routes[1].path = "/guarded/{x}";
  EXPECT_EQ(guarded("t", "/dev/guarded/" + std::string(1600, 'x')), R"(414 {"message":"Request URI too long"})");
}

TEST_F(rest_service_test, each_request_has_one_line_in_the_access_log) {
  get("/dev/api/1?secret=1");
  const auto line = json::parse(log_text());
  EXPECT_EQ(line.at("path"), "/dev/api/1");
  EXPECT_EQ(line.at("resourcePath"), "/api/{id}");
  EXPECT_EQ(line.at("status"), 200);
  EXPECT_EQ(line.at("responseLength"), 4);
  EXPECT_EQ(line.at("ip"), "127.0.0.1");
}

TEST_F(rest_service_test, the_access_log_has_the_variables_of_the_request_and_of_the_error) {
  service.access_logs.rest = {.is_on = true,
                              .format =
                                  "$context.resourceId $context.resourcePath $context.error.message "
                                  "$context.error.messageString $context.error.responseType $context.status",
                              .where = {}};
  get("/dev/nothing");
  EXPECT_NE(log_text().find("- - Missing Authentication Token \"Missing Authentication Token\" "
                            "MISSING_AUTHENTICATION_TOKEN 403"),
            std::string::npos)
      << log_text();
  get("/dev/api/1");
  const std::string id(json::find_string(*json::find(json::parse(event), "requestContext"), "resourceId"));
  EXPECT_NE(log_text().find(id + " /api/{id} - - - 200"), std::string::npos) << log_text();
}

TEST_F(rest_service_test, the_reason_of_a_failure_is_in_the_log_and_not_in_the_answer) {
  answer.payload = R"({"unknown":1})";
  EXPECT_EQ(get("/dev/api/1"), R"(502 {"message": "Internal server error"})");
  EXPECT_NE(log_text().find(R"(unknown key \"unknown\")"), std::string::npos) << log_text();
}

TEST_F(rest_service_test, a_resource_policy_says_who_may_call_at_all) {
  const auto from = [](std::string_view range) {
    return json::parse(R"([{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*",
                            "Condition":{"IpAddress":{"aws:SourceIp":")" +
                       std::string(range) + R"("}}}])");
  };
  service.api_gateway["resourcePolicy"] = from("192.0.2.0/24");
  const std::string refused = get("/dev/api/1");
  EXPECT_TRUE(refused.starts_with(R"(403 {"Message":"User: anonymous is not authorized to perform: )")) << refused;
  EXPECT_NE(refused.find(":********0000:"), std::string::npos) << refused;
  EXPECT_NE(refused.find("/dev/GET/api/1"), std::string::npos) << refused;
}

}  // namespace
}  // namespace lamina::gateway
