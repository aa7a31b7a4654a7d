#include <gtest/gtest.h>

#include <mutex>

#include "lamina/gateway/gateway.h"
#include "lamina/gateway/internal/scripted.h"
#include "lamina/json/json.h"
#include "lamina/testing/raw_http_client.h"

// Guarded routes of an HTTP API: http_guard.cpp. Through a whole gateway.
namespace lamina::gateway {
namespace {

using kind = config::authorizer::kind;
using function_pool::outcome;
using internal::http_route_of;
using internal::scripted;

class http_guard_test : public ::testing::Test {
 protected:
  http_guard_test() {
    service.name = "shop";
    service.routes = {http_route_of("GET", "/pets/{id}", "api")};
  }
  void guard_with(config::authorizer guard) {
    guard.name = "guard";
    service.routes[0].authorizer = std::move(guard);
  }
  static config::authorizer function_guard(std::string version, bool is_simple) {
    config::authorizer guard;
    guard.type = kind::request;
    guard.function = "auth";
    guard.ttl = std::chrono::seconds(0);
    guard.identity_sources = {"$request.header.Authorization", "$request.querystring.q"};
    guard.payload_version = std::move(version);
    guard.simple_responses = is_simple;
    return guard;
  }
  // "status body", and its challenge in `challenge`.
  std::string get(std::string_view headers) {
    if (!open) {
      auto made = gateway::make(service, {{"api", api}, {"auth", auth}}, {}, log, threads);
      EXPECT_TRUE(made) << made.error().message;
      open = *std::move(made);
      EXPECT_TRUE(open->start());
    }
    lamina::testing::raw_http_client client(open->port());
    client.send("GET /pets/7?q=1 HTTP/1.1\r\nHost: h\r\n" + std::string(headers) + "\r\n");
    const auto response = client.read_response();
    challenge = response.header("www-authenticate");
    return std::to_string(response.status) + " " + response.body;
  }
  json::value seen_by(const std::string& event) {
    const std::scoped_lock lock(mutex);
    return json::parse(event);
  }

  std::mutex mutex;
  logger log{log_level::off, [](std::string_view) {}};
  config::service service;
  function_pool::invocation_result said{outcome::success, R"({"isAuthorized":true,"context":{"n":1}})"};
  std::string event, auth_event, challenge;
  std::shared_ptr<scripted> api = std::make_shared<scripted>([this](const function_pool::invocation& work) {
    const std::scoped_lock lock(mutex);
    event = work.event;
    return function_pool::invocation_result{outcome::success, "\"fine\""};
  });
  std::shared_ptr<scripted> auth = std::make_shared<scripted>([this](const function_pool::invocation& work) {
    const std::scoped_lock lock(mutex);
    auth_event = work.event;
    return said;
  });
  net::loop_threads threads{1};
  std::unique_ptr<gateway> open;
};

TEST_F(http_guard_test, a_function_gets_its_event_in_format_2_0) {
  guard_with(function_guard("2.0", true));
  EXPECT_EQ(get("Authorization: t\r\n"), "200 fine");
  const json::value asked = seen_by(auth_event);
  EXPECT_EQ(asked.at("version"), "2.0");
  EXPECT_EQ(asked.at("type"), "REQUEST");
  EXPECT_EQ(asked.at("identitySource"), json::parse(R"(["t","1"])"));
  EXPECT_TRUE(std::string(json::find_string(asked, "routeArn")).ends_with("/$default/GET/pets/7"));
  EXPECT_EQ(asked.at("pathParameters").at("id"), "7");
  EXPECT_EQ(json::find(asked, "body"), nullptr);
  EXPECT_EQ(seen_by(event).at("requestContext").at("authorizer"), json::parse(R"({"lambda":{"n":1}})"));
}

TEST_F(http_guard_test, a_function_gets_its_event_in_format_1_0) {
  guard_with(function_guard("1.0", false));
  said.payload =
      R"({"principalId":"me","policyDocument":{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}})";
  service.routes[0].payload = "1.0";
  EXPECT_EQ(get("Authorization: t\r\n").substr(0, 3), "500");  // format 1.0 infers no response from a text
  const json::value asked = seen_by(auth_event);
  EXPECT_EQ(asked.at("version"), "1.0");
  EXPECT_EQ(asked.at("identitySource"), "t,1");
  EXPECT_EQ(asked.at("authorizationToken"), "t,1");
  EXPECT_TRUE(std::string(json::find_string(asked, "methodArn")).ends_with("/$default/GET/pets/7"));
  EXPECT_TRUE(seen_by(event).at("requestContext").at("authorizer").is_null());
}

TEST_F(http_guard_test, refusals_are_those_of_http_apis) {
  guard_with(function_guard("2.0", true));
  EXPECT_EQ(get(""), R"(401 {"message":"Unauthorized"})");
  EXPECT_EQ(auth->calls, 0);
  said.payload = R"({"isAuthorized":false})";
  EXPECT_EQ(get("Authorization: t\r\n"), R"(403 {"message":"Forbidden"})");
  said = {outcome::function_error, R"({"errorMessage":"boom"})"};
  EXPECT_EQ(get("Authorization: t\r\n"), R"(500 {"message":"Internal Server Error"})");
  said = {outcome::function_error, R"({"errorMessage":"Unauthorized"})"};
  EXPECT_EQ(get("Authorization: t\r\n"), R"(401 {"message":"Unauthorized"})");
  EXPECT_EQ(api->calls, 0);
}

TEST_F(http_guard_test, a_refused_token_is_answered_with_a_challenge) {
  config::authorizer jwt;
  jwt.type = kind::jwt;
  jwt.issuer = "https://issuer.invalid";
  jwt.audience = json::array{"shop"};
  guard_with(jwt);
  EXPECT_EQ(get(""), R"(401 {"message":"Unauthorized"})");
  EXPECT_EQ(challenge, "Bearer");
  EXPECT_EQ(get("Authorization: token\r\n"), R"(401 {"message":"Unauthorized"})");
  EXPECT_TRUE(challenge.starts_with("Bearer scope=\"\" error=\"invalid_token\"")) << challenge;
}

TEST_F(http_guard_test, what_is_not_signed_is_forbidden) {
  config::authorizer iam;
  iam.type = kind::aws_iam;
  guard_with(iam);
  EXPECT_EQ(get(""), R"(403 {"message":"Forbidden"})");
}

}  // namespace
}  // namespace lamina::gateway
