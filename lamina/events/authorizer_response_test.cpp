#include "lamina/events/authorizer_response.h"

#include <gtest/gtest.h>

namespace lamina {
namespace {

TEST(authorizer_policy, allows) {
  EXPECT_EQ(json::serialize(authorizer_policy::allow("user", "arn:x").to_json()),
            R"({"principalId":"user","policyDocument":{"Version":"2012-10-17","Statement":[)"
            R"({"Action":"execute-api:Invoke","Effect":"Allow","Resource":["arn:x"]}]}})");
}

TEST(authorizer_policy, denies_with_a_context) {
  const json::value answer = authorizer_policy::deny("user", "arn:x").with("role", "guest").with("n", 7).to_json();
  EXPECT_EQ(answer.at("policyDocument").at("Statement").at(0).at("Effect"), "Deny");
  EXPECT_EQ(json::serialize(answer.at("context")), R"({"role":"guest","n":7})");
}

TEST(authorizer_policy, has_several_statements_and_an_api_key) {
  authorizer_policy policy = authorizer_policy::allow("user", "arn:*").and_deny("arn:x").and_allow("arn:y");
  policy.usage_identifier_key = "key";
  const json::value answer = policy.to_json();
  EXPECT_EQ(answer.at("policyDocument").at("Statement").as_array().size(), 3U);
  EXPECT_EQ(answer.at("policyDocument").at("Statement").at(1).at("Resource").at(0), "arn:x");
  EXPECT_EQ(answer.at("usageIdentifierKey"), "key");
  EXPECT_FALSE(answer.as_object().contains("context"));
}

TEST(simple_authorizer_response, says_yes_or_no) {
  EXPECT_EQ(json::serialize(simple_authorizer_response().to_json()), R"({"isAuthorized":false})");
  EXPECT_EQ(json::serialize(simple_authorizer_response{.is_authorized = true, .context = {{"a", {1}}}}.to_json()),
            R"({"isAuthorized":true,"context":{"a":[1]}})");
}

}  // namespace
}  // namespace lamina
