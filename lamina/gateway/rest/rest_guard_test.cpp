// Who may call a REST API: its resource policy, its authorizers, and both together. Through a whole gateway.
#include <gtest/gtest.h>

#include "lamina/aws/sigv4.h"
#include "lamina/gateway/api_stage.h"
#include "lamina/gateway/gateway.h"
#include "lamina/gateway/internal/scripted.h"
#include "lamina/testing/raw_http_client.h"

namespace lamina::gateway {
namespace {

using internal::scripted;
using lamina::testing::raw_http_client;
using kind = config::authorizer::kind;

constexpr const char* everybody = R"("Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*")";
const aws::credentials alice{"AKIDALICE", "secret", ""}, stranger{"AKIDSTRANGER", "secret", ""};

class rest_guard_test : public ::testing::Test {
 protected:
  rest_guard_test() {
    service.name = "shop";
    service.routes = {internal::rest_route_of("GET", "/pets", "api")};
    service.authorizers.iam_keys = {
        {alice.access_key_id, "secret", "", "arn:aws:iam::000000000000:user/alice", "", nullptr},
        {stranger.access_key_id, "secret", "", "arn:aws:iam::999999999999:user/eve", "999999999999", nullptr}};
  }

  void restrict_to(std::string_view statements) {
    service.api_gateway["resourcePolicy"] = json::parse("[" + std::string(statements) + "]");
  }
  void guard_with(kind type) {
    config::authorizer guard;
    guard.type = type;
    guard.function = guard.name = "auth";
    guard.identity_sources = {"method.request.header.Authorization"};
    service.routes[0].authorizer = guard;
  }
  // What the authorizer function answers with.
  void allow_by_function(std::string_view resource) {
    guard_with(kind::token);
    said = R"({"principalId":"me","policyDocument":{"Statement":{"Effect":"Allow","Action":"*","Resource":")" +
           std::string(resource) + R"("}}})";
  }

  gateway& served() {
    if (!open) {
      auto made = gateway::make(service, {{"api", api}, {"auth", auth}}, {}, log, threads);
      EXPECT_TRUE(made) << made.error().message;
      open = *std::move(made);
      EXPECT_TRUE(open->start());
    }
    return *open;
  }
  std::string get(const std::string& headers = "") {
    raw_http_client client(served().port());
    client.send("GET /dev/pets HTTP/1.1\r\nHost: h\r\n" + headers + "\r\n");
    const auto response = client.read_response();
    return std::to_string(response.status) + " " + response.body;
  }
  std::string get_signed(const aws::credentials& by) {
    const std::vector<http::header> headers = {{"Host", "h"}};
    std::string lines;
    for (const auto& [name, value] :
         aws::signer(by, "execute-api")
             .sign({"GET", "/dev/pets", headers, ""}, service.region, std::chrono::system_clock::now()))
      lines += name + ": " + value + "\r\n";
    return get(lines);
  }
  // The words of IAM to whom it keeps out.
  std::string denial(std::string_view who, std::string_view more = "") {
    const std::string id = rest_stage_of(service, {}).api_id;
    return R"(403 {"Message":"User: )" + std::string(who) +
           " is not authorized to perform: execute-api:Invoke on resource: "
           "arn:aws:execute-api:us-east-1:********0000:" +
           id + "/dev/GET/pets" + std::string(more) + R"("})";
  }

  logger log{log_level::off, [](std::string_view) {}};
  config::service service;
  std::string said = "{}";
  std::shared_ptr<scripted> api = std::make_shared<scripted>(R"({"body":"fine"})");
  std::shared_ptr<scripted> auth = std::make_shared<scripted>([this](const function_pool::invocation&) {
    return function_pool::invocation_result{function_pool::outcome::success, said};
  });
  net::loop_threads threads{1};
  std::unique_ptr<gateway> open;
};

std::string statement(std::string_view effect, std::string_view more = "") {
  return R"({"Effect":")" + std::string(effect) + R"(",)" + everybody + std::string(more) + "}";
}

TEST_F(rest_guard_test, an_open_route_needs_to_be_allowed) {
  restrict_to(statement("Allow", R"(,"Condition":{"IpAddress":{"aws:SourceIp":"127.0.0.0/8"}})"));
  EXPECT_EQ(get(), "200 fine");
}

TEST_F(rest_guard_test, who_is_not_allowed_is_told_what_he_may_not) {
  restrict_to(statement("Allow", R"(,"Condition":{"StringEquals":{"aws:Referer":"https://shop.example/"}})"));
  EXPECT_EQ(get(), denial("anonymous"));
  EXPECT_EQ(get("Referer: https://shop.example/\r\n"), "200 fine");
}

TEST_F(rest_guard_test, a_deny_is_explicit) {
  restrict_to(statement("Allow") + "," + statement("Deny", R"(,"Condition":{"Bool":{"aws:SecureTransport":"false"}})"));
  EXPECT_EQ(get(), denial("anonymous", " with an explicit deny"));
}

TEST_F(rest_guard_test, what_only_a_vpc_may_do_nobody_does_here) {
  restrict_to(statement("Allow") + "," +
              statement("Deny", R"(,"Condition":{"StringNotEquals":{"aws:SourceVpce":"vpce-1"}})"));
  EXPECT_EQ(get(), denial("anonymous", " with an explicit deny"));
  ASSERT_EQ(served().notes().size(), 1U);
  EXPECT_NE(served().notes()[0].find("resourcePolicy: a condition is about a key"), std::string::npos);
}

TEST_F(rest_guard_test, a_policy_that_cannot_be_judged_closes_the_api) {
  restrict_to(R"({"Effect":"Allow","NotPrincipal":"*","Action":"*","Resource":"*"})");
  EXPECT_EQ(get().substr(0, 3), "500");
  EXPECT_EQ(api->calls, 0);
}

TEST_F(rest_guard_test, a_lambda_authorizer_is_not_asked_about_what_the_policy_denies) {
  allow_by_function("*");
  restrict_to(statement("Deny"));
  EXPECT_EQ(get("Authorization: t\r\n"), denial("anonymous", " with an explicit deny"));
  EXPECT_EQ(auth->calls, 0);
}

TEST_F(rest_guard_test, of_a_lambda_authorizer_and_the_policy_one_may_allow) {
  allow_by_function("*");
  restrict_to(statement("Allow", R"(,"Condition":{"StringEquals":{"aws:UserAgent":"friend"}})"));
  EXPECT_EQ(get("Authorization: t\r\n"), "200 fine") << "the authorizer allows it";
  said = R"({"principalId":"me","policyDocument":{"Statement":[]}})";
  EXPECT_EQ(get("Authorization: u\r\n"), R"(403 {"Message":"User is not authorized to access this resource"})");
  EXPECT_EQ(get("Authorization: u\r\nUser-Agent: friend\r\n"), "200 fine") << "the resource policy allows it";
  said = R"({"principalId":"me","policyDocument":{"Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}})";
  EXPECT_EQ(get("Authorization: v\r\nUser-Agent: friend\r\n").substr(0, 3), "403");
  said = "nonsense";
  EXPECT_EQ(get("Authorization: w\r\nUser-Agent: friend\r\n"), R"(500 {"message":null})");
}

TEST_F(rest_guard_test, a_key_of_the_account_needs_no_leave_of_the_resource_policy) {
  guard_with(kind::aws_iam);
  restrict_to(statement("Allow", R"(,"Condition":{"StringEquals":{"aws:UserAgent":"friend"}})"));
  EXPECT_EQ(get_signed(alice), "200 fine");
  EXPECT_EQ(get_signed(stranger), denial("arn:aws:iam::999999999999:user/eve")) << "another account needs both";
  EXPECT_EQ(get(), R"(403 {"message":"Missing Authentication Token"})");
}

TEST_F(rest_guard_test, a_resource_policy_may_name_principals) {
  guard_with(kind::aws_iam);
  restrict_to(
      R"({"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::999999999999:root"},"Action":"*","Resource":"*"},)"
      R"({"Effect":"Deny","Principal":{"AWS":"arn:aws:iam::000000000000:user/alice"},"Action":"*","Resource":"*"})");
  EXPECT_EQ(get_signed(stranger), "200 fine");
  EXPECT_EQ(get_signed(alice), denial("arn:aws:iam::000000000000:user/alice", " with an explicit deny"));
}

TEST_F(rest_guard_test, a_key_may_do_what_its_policy_says) {
  guard_with(kind::aws_iam);
  service.authorizers.iam_keys[0].policy = json::parse(
      R"({"Statement":[{"Effect":"Allow","Action":"execute-api:Invoke","Resource":"arn:aws:execute-api:*:*:*/dev/GET/cats"}]})");
  EXPECT_EQ(get_signed(alice), denial("arn:aws:iam::000000000000:user/alice"));
  EXPECT_EQ(get_signed(stranger), "200 fine");
}

}  // namespace
}  // namespace lamina::gateway
