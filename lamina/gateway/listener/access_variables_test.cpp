#include "lamina/gateway/listener/access_variables.h"

#include <gtest/gtest.h>

#include <set>

namespace lamina::gateway {
namespace {

using namespace std::chrono_literals;

// As text; "-" for missing ones, "?" for names that are none.
std::string value(std::string_view name, const access_record& record) {
  static const api_stage stage{
      .account_id = "123456789012", .region = "us-east-1", .api_id = "abc", .deployment_id = "dep", .stage = "dev"};
  std::string_view rest;
  const access_variable* variable = find_access_variable(name, rest);
  if (variable == nullptr) return "?";
  if (variable->read == nullptr) return "-";
  time_texts began;
  std::string storage;
  const access_value found = variable->read(
      {.record = record, .stage = stage, .ended = system_time(1722641683023ms), .began = began, .storage = storage},
      rest);
  switch (found.is) {
    case access_value::kind::missing: return "-";
    case access_value::kind::number: return std::to_string(found.number);
    default: return std::string(found.text);
  }
}

TEST(access_variables, have_each_name_once_and_the_exact_ones_first) {
  std::set<std::string_view> names;
  for (const access_variable& each : access_variables()) {
    EXPECT_TRUE(names.insert(each.name).second) << each.name;
    std::string_view rest;
    if (each.name.ends_with(".*")) continue;
    EXPECT_EQ(find_access_variable(each.name, rest), &each) << each.name;
  }
}

TEST(access_variables, are_not_found_by_wrong_names) {
  for (const char* name : {"", "stauts", "Status", "authorizer.", "authorizer", "waf", "waf.", "identity"})
    EXPECT_EQ(value(name, {}), "?") << name;
}

TEST(access_variables, are_all_missing_or_told_of_an_empty_record) {
  for (const access_variable& each : access_variables()) {
    std::string name(each.name);
    if (name.ends_with(".*")) name.replace(name.size() - 1, 1, "x");
    EXPECT_NE(value(name, {}), "?") << name;
  }
}

TEST(access_variables, tell_of_the_stage) {
  EXPECT_EQ(value("accountId", {}), "123456789012");
  EXPECT_EQ(value("apiId", {}), "abc");
  EXPECT_EQ(value("apiId", {.api_id = "other"}), "other");
  EXPECT_EQ(value("stage", {}), "dev");
  EXPECT_EQ(value("deploymentId", {}), "dep");
}

TEST(access_variables, tell_when_the_request_came_not_when_it_was_answered) {
  const access_record record{.latency = 1023ms};
  EXPECT_EQ(value("requestTime", record), "02/Aug/2024:23:34:42 +0000");
  EXPECT_EQ(value("requestTimeEpoch", record), "1722641682000");
}

TEST(access_variables, round_to_milliseconds) {
  EXPECT_EQ(value("responseLatency", {.latency = 1499us}), "1");
  EXPECT_EQ(value("responseLatency", {.latency = 1500us}), "2");
  EXPECT_EQ(value("integrationLatency", {.integration_latency = 2600us}), "3");
  EXPECT_EQ(value("integration.latency", {}), "-");
}

TEST(access_variables, read_what_is_wanted_of_the_request_itself) {
  const http::header headers[] = {{"Host", "api.example.com:3000"}, {"user-agent", "curl"}};
  http::request request;
  request.headers = headers;
  request.body = "12345";
  const access_record record{.user_agent = "unused", .request = &request, .response_length = 7};
  EXPECT_EQ(value("domainName", record), "api.example.com");
  EXPECT_EQ(value("domainPrefix", record), "api");
  EXPECT_EQ(value("identity.userAgent", record), "curl");
  EXPECT_EQ(value("dataProcessed", record), "12");
  EXPECT_EQ(value("protocol", record), "HTTP/1.1");
  request.version = 20;
  EXPECT_EQ(value("protocol", record), "HTTP/2.0");
  request.version = 10;
  EXPECT_EQ(value("protocol", record), "HTTP/1.0");
}

TEST(access_variables, do_without_a_request) {
  EXPECT_EQ(value("identity.userAgent", {.user_agent = "ws"}), "ws");
  EXPECT_EQ(value("domainName", {.host = "[::1]:3000"}), "[::1]");
  EXPECT_EQ(value("protocol", {}), "-");
}

TEST(access_variables, tell_what_the_authorizer_said) {
  const grant rest{.context = R"("principalId":"me","n":"1","b":true,"none":null,"o":{"deep":[1]},"e":"a\"b\u00e9")",
                   .principal_id = "me"};
  const access_record record{.authorizer = "miss", .granted = &rest, .authorizer_latency = 5ms, .status = 502};
  EXPECT_EQ(value("authorizer.principalId", record), "me");
  EXPECT_EQ(value("authorizer.n", record), "1");
  EXPECT_EQ(value("authorizer.b", record), "true");
  EXPECT_EQ(value("authorizer.e", record), "a\"b\xC3\xA9");
  for (const char* missing : {"authorizer.none", "authorizer.o", "authorizer.o.deep", "authorizer.nobody"})
    EXPECT_EQ(value(missing, record), "-") << missing;
  EXPECT_EQ(value("authorizer.status", record), "200");
  EXPECT_EQ(value("authorizer.latency", record), "5");
}

TEST(access_variables, tell_claims_whatever_kind_of_api_it_is) {
  const grant of_http{.context = R"({"claims":{"sub":"u1","https://x.y/role":"z","a.b":"dotted"},"scopes":null})"};
  const grant of_rest{.context = R"("claims":{"sub":"u2"})"};
  EXPECT_EQ(value("authorizer.claims.sub", {.granted = &of_http}), "u1");
  EXPECT_EQ(value("authorizer.claims.a.b", {.granted = &of_http}), "dotted");
  EXPECT_EQ(value("authorizer.claims.sub", {.granted = &of_rest}), "u2");
  EXPECT_EQ(value("authorizer.claims", {.granted = &of_rest}), "-");
}

TEST(access_variables, survive_a_context_that_is_broken) {
  for (const char* text : {"", "{", "null", "\"a\":", "\"a\":\"", "[1]", "{\"a\":{\"a\":"}) {
    const grant broken{.context = text};
    EXPECT_EQ(value("authorizer.a.b", {.granted = &broken}), "-") << text;
  }
}

TEST(access_variables, tell_of_a_refusal) {
  const access_record record{.authorizer = "refused",
                             .status = 401,
                             .error = "no token",
                             .error_message = "Unauthorized",
                             .response_type = "UNAUTHORIZED"};
  EXPECT_EQ(value("authorizer.status", record), "401");
  EXPECT_EQ(value("error.message", record), "Unauthorized");
  EXPECT_EQ(value("error.responseType", record), "UNAUTHORIZED");
  EXPECT_EQ(value("integrationErrorMessage", record), "-") << "there was no integration";
  EXPECT_EQ(value("authorizer.status", {.status = 200}), "-") << "there was no authorizer";
}

TEST(access_variables, tell_who_signed) {
  const grant signed_by{.from = grant::source::iam,
                        .identity = iam_identity{.access_key = "AKIA",
                                                 .account_id = "000000000000",
                                                 .caller = "AIDA",
                                                 .user_arn = "arn:aws:iam::000000000000:user/me"}};
  const access_record record{.granted = &signed_by};
  EXPECT_EQ(value("identity.accessKey", record), "AKIA");
  EXPECT_EQ(value("identity.caller", record), "AIDA");
  EXPECT_EQ(value("identity.user", record), "AIDA");
  EXPECT_EQ(value("identity.userArn", record), "arn:aws:iam::000000000000:user/me");
  EXPECT_EQ(value("identity.accountId", record), "000000000000");
  EXPECT_EQ(value("identity.caller", {}), "-");
}

TEST(access_variables, tell_what_the_integration_answered) {
  const access_record record{.integration_latency = 1ms,
                             .integration_status = 201,
                             .invoke_status = 200,
                             .integration_request_id = "inv",
                             .error = "why"};
  EXPECT_EQ(value("integration.status", record), "201");
  EXPECT_EQ(value("integration.integrationStatus", record), "200");
  EXPECT_EQ(value("integrationStatus", record), "200");
  EXPECT_EQ(value("integration.requestId", record), "inv");
  EXPECT_EQ(value("awsEndpointRequestId", record), "inv");
  EXPECT_EQ(value("integration.error", record), "why");
  EXPECT_EQ(value("integrationStatus", {.integration_status = 404}), "404") << "of an HTTP endpoint";
}

TEST(access_variables, tell_of_a_websocket) {
  const access_record record{
      .event_type = "MESSAGE", .connection_id = "abc=", .connected_at = 1722641683023, .message_id = "def="};
  EXPECT_EQ(value("eventType", record), "MESSAGE");
  EXPECT_EQ(value("connectionId", record), "abc=");
  EXPECT_EQ(value("connectedAt", record), "1722641683023");
  EXPECT_EQ(value("messageId", record), "def=");
  EXPECT_EQ(value("connectedAt", {}), "-");
}

}  // namespace
}  // namespace lamina::gateway
