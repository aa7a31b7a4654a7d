#include "lamina/events/authorizer_event.h"

#include <gtest/gtest.h>

#include "lamina/events/sample_events.h"

namespace lamina {
namespace {

TEST(token_authorizer_event, has_the_token_and_what_it_wants) {
  const json::value document = read_sample_event("token-authorizer");
  const auto event = token_authorizer_event::from_event(document);
  EXPECT_EQ(event.token(), "Bearer allow-me");
  EXPECT_EQ(event.arn(), "arn:aws:execute-api:us-east-1:123456789012:abcdef123/test/GET/request");
}

TEST(request_authorizer_event, has_the_request_and_what_it_wants) {
  const json::value document = read_sample_event("request-authorizer");
  const auto event = request_authorizer_event::from_event(document);
  EXPECT_EQ(event.arn(), "arn:aws:execute-api:us-east-1:123456789012:abcdef123/test/GET/request");
  EXPECT_EQ(event.method(), "GET");
  EXPECT_EQ(event.path(), "/request");
  EXPECT_EQ(event.header("x-amz-date"), "20170718T062915Z");
  EXPECT_EQ(event.query("QueryString1"), "queryValue1");
  EXPECT_EQ(event.stage_variable("StageVar1"), "stageValue1");
  EXPECT_EQ(event.source_ip(), "192.0.2.1");
  EXPECT_TRUE(event.identity_sources().empty());
}

TEST(request_authorizer_event, is_of_http_apis_too) {
  const json::value document = read_sample_event("http-api-authorizer");
  const auto event = request_authorizer_event::from_event(document);
  EXPECT_EQ(event.arn(), "arn:aws:execute-api:us-east-1:123456789012:abcdef123/test/GET/request");
  EXPECT_EQ(event.identity_sources(), (std::vector<std::string_view>{"user1", "123"}));
  EXPECT_EQ(event.method(), "POST");
  EXPECT_EQ(event.route(), "$default");
  EXPECT_EQ(event.cookie("cookie2"), "value2");
}

}  // namespace
}  // namespace lamina
