#include "lamina/events/http_event.h"

#include <gtest/gtest.h>

#include "lamina/events/sample_events.h"

namespace lamina {
namespace {

const json::value rest = json::parse(R"({"httpMethod":"POST","path":"/orders/7","headers":{"X-Api-Key":"k","a":"1"},
    "multiValueHeaders":{"A":["0","1"]},"queryStringParameters":{"q":"2"},"multiValueQueryStringParameters":{"q":["1","2"]},
    "pathParameters":{"id":"7"},"body":"aGk=","isBase64Encoded":true})");
const json::value http = json::parse(R"({"version":"2.0","rawPath":"/orders/7","requestContext":{"http":{"method":"GET",
    "path":"/prod/orders/7"}},"headers":{"x-api-key":"k"},"queryStringParameters":{"q":"1,2"},
    "pathParameters":{"id":"7"}})");
const json::value alb =
    json::parse(R"({"httpMethod":"GET","path":"/orders/7","multiValueHeaders":{"x-api-key":["j","k"]},
    "multiValueQueryStringParameters":{"q":["1","2"]},"body":"","isBase64Encoded":false})");

TEST(http_event, reads_the_same_things_of_all_kinds_of_events) {
  EXPECT_EQ(http_event(rest).method(), "POST");
  EXPECT_EQ(http_event(http).method(), "GET");
  EXPECT_EQ(http_event(alb).method(), "GET");
  for (const json::value* document : {&rest, &http, &alb}) {
    const http_event event(*document);
    EXPECT_EQ(event.path(), "/orders/7");
    EXPECT_EQ(event.header("X-API-KEY"), "k");
    EXPECT_EQ(event.header("none", "fallback"), "fallback");
    EXPECT_EQ(event.find_header("none"), std::nullopt);
    EXPECT_EQ(&event.document(), document);
  }
  EXPECT_EQ(http_event(rest).query("q"), "2");
  EXPECT_EQ(http_event(http).query("q"), "1,2");
  EXPECT_EQ(http_event(alb).query("q"), "2");
  EXPECT_EQ(http_event(http).query("r", "none"), "none");
  EXPECT_EQ(http_event(rest).path_parameter("id"), "7");
  EXPECT_EQ(http_event(alb).path_parameter("id"), "");
}

TEST(http_event, gives_the_bytes_of_the_body) {
  EXPECT_EQ(http_event(rest).body(), "hi");
  EXPECT_EQ(http_event(http).body(), "");
}

TEST(http_event, gives_the_body_as_a_parser_left_it) {
  const json::value parsed = json::parse(R"({"body":{"amount":5}})");
  EXPECT_EQ(http_event(parsed).json().at("amount"), 5);
  EXPECT_EQ(http_event(parsed).body(), "");
  EXPECT_EQ(http_event(rest).json(), json::value("aGk="));
  EXPECT_TRUE(http_event(http).json().is_null());
}

TEST(http_event, reads_a_request_to_a_rest_api) {
  const json::value document = read_sample_event("rest-api");
  const http_event event(document);
  EXPECT_EQ(event.method(), "POST");
  EXPECT_EQ(event.path(), "/payments/7");
  EXPECT_EQ(event.route(), "/payments/{id}");
  EXPECT_EQ(event.stage(), "prod");
  EXPECT_EQ(event.request_id(), "c6af9ac6-7b61-11e6-9a41-93e8deadbeef");
  EXPECT_EQ(event.source_ip(), "127.0.0.1");
  EXPECT_EQ(event.stage_variable("baz"), "qux");
  EXPECT_EQ(event.authorizer().at("principalId"), "janedoe");
  EXPECT_EQ(event.cookie("session"), "abc");
  EXPECT_EQ(event.cookie("theme"), "dark");
  EXPECT_EQ(event.cookie("them"), "");
}

TEST(http_event, reads_a_request_to_an_http_api) {
  const json::value document = read_sample_event("http-api");
  const http_event event(document);
  EXPECT_EQ(event.method(), "POST");
  EXPECT_EQ(event.path(), "/payments/7");
  EXPECT_EQ(event.route(), "POST /payments/{id}");
  EXPECT_EQ(event.stage(), "$default");
  EXPECT_EQ(event.source_ip(), "192.0.2.1");
  EXPECT_EQ(event.authorizer().at("sub"), "janedoe");
  EXPECT_EQ(event.cookie("theme"), "dark");
  EXPECT_EQ(event.query("parameter1"), "value1,value2");
}

TEST(http_event, reads_a_request_to_a_function_url) {
  const json::value document = read_sample_event("function-url");
  const http_event event(document);
  EXPECT_EQ(event.path(), "/my/path");
  EXPECT_EQ(event.authorizer().at("accountId"), "111122223333");
  EXPECT_EQ(event.cookie("cookie1"), "");  // it has no '='
  EXPECT_EQ(event.cookie("cookie2"), "2");
  EXPECT_EQ(event.path_parameter("id"), "");
}

TEST(http_event, reads_a_request_to_an_alb) {
  const json::value document = read_sample_event("alb");
  const http_event event(document);
  EXPECT_EQ(event.method(), "GET");
  EXPECT_EQ(event.path(), "/lambda");
  EXPECT_EQ(event.query("query"), "1234ABCD");
  EXPECT_EQ(event.header("X-Forwarded-For"), "72.12.164.125");
  EXPECT_EQ(event.source_ip(), "");
  EXPECT_EQ(event.route(), "");
  EXPECT_TRUE(event.authorizer().is_null());
  EXPECT_TRUE(event.text("requestContext", "elb", "targetGroupArn").starts_with("arn:aws:elasticloadbalancing:"));
}

TEST(http_event, answers_with_nothing_for_what_is_no_http_event) {
  for (const json::value& document :
       {json::value(), json::value("text"), json::parse(R"({"headers":[],"requestContext":3,
      "queryStringParameters":null,"pathParameters":"x","rawPath":1})")}) {
    const http_event event(document);
    EXPECT_EQ(event.method(), "");
    EXPECT_EQ(event.path(), "");
    EXPECT_EQ(event.header("a"), "");
    EXPECT_EQ(event.query("a"), "");
    EXPECT_EQ(event.path_parameter("a"), "");
    EXPECT_EQ(event.cookie("a"), "");
    EXPECT_EQ(event.source_ip(), "");
    EXPECT_TRUE(event.authorizer().is_null());
    EXPECT_EQ(event.body(), "");
  }
}

TEST(http_event_version, is_told_by_the_event) {
  EXPECT_EQ(http_event_version({{"version", "2.0"}}), "2.0");
  EXPECT_EQ(http_event_version({{"method", "GET"}}), "vpc");
  EXPECT_EQ(http_event_version(rest), "1.0");
  EXPECT_EQ(http_event_version(nullptr), "1.0");
}

}  // namespace
}  // namespace lamina
