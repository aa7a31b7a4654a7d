#include <gtest/gtest.h>

#include "lamina/config/internal/loaded_text.h"

// custom.lamina.iam, jwks, userPools and jwtAlgorithms: internal/authorizer_settings.cpp.
namespace lamina::config {
namespace {

loaded_text loaded(std::string_view own) {
  return loaded_text(service_text("") + "custom: {lamina: " + std::string(own) + "}\n");
}

TEST(authorizer_settings, are_empty_by_default) {
  const auto service = loaded_text(service_text(""));
  EXPECT_TRUE(service->authorizers.iam_keys.empty());
  EXPECT_TRUE(service->authorizers.jwks.empty());
}

TEST(authorizer_settings, have_keys_and_whom_they_stand_for) {
  const auto service = loaded(
      "{iam: {keys: [{accessKeyId: A, secretAccessKey: s},"
      " {accessKeyId: B, secretAccessKey: t, sessionToken: u, userArn: 'arn:x', accountId: '1'}]}}");
  const auto& keys = service->authorizers.iam_keys;
  ASSERT_EQ(keys.size(), 2U);
  EXPECT_EQ(keys[0].access_key_id, "A");
  EXPECT_EQ(keys[0].secret_access_key, "s");
  EXPECT_EQ(keys[0].user_arn, "");
  EXPECT_EQ(keys[1].session_token, "u");
  EXPECT_EQ(keys[1].user_arn, "arn:x");
  EXPECT_EQ(keys[1].account_id, "1");
}

TEST(authorizer_settings, keys_may_have_a_policy) {
  const auto service = loaded(
      "{iam: {keys: [{accessKeyId: A, secretAccessKey: s, policy: {Statement: []}},"
      " {accessKeyId: B, secretAccessKey: s}, {accessKeyId: C, secretAccessKey: s, policy: "
      "'${env:NOBODY_SETS_THIS}'}]}}");
  const auto& keys = service->authorizers.iam_keys;
  ASSERT_EQ(keys.size(), 2U) << "what cannot be resolved might have kept somebody out";
  EXPECT_FALSE(service.warns("unknown key")) << service.all_warnings();
  EXPECT_EQ(keys[0].policy, json::parse(R"({"Statement":[]})"));
  EXPECT_TRUE(keys[1].policy.is_null());
}

TEST(authorizer_settings, keys_that_are_not_known_are_nobodys) {
  const auto service = loaded(
      "{iam: {keys: [{accessKeyId: A, secretAccessKey: '${env:NOBODY_SETS_THIS}'},"
      " {accessKeyId: B, secretAccessKey: s, sessionToken: '${env:NOBODY_SETS_THIS}'}]}}");
  EXPECT_TRUE(service->authorizers.iam_keys.empty());
}

TEST(authorizer_settings, say_where_an_issuers_keys_are) {
  const auto service = loaded(
      "{jwks: {'https://i': keys.json, 'https://j': 'https://k/keys'}, userPools: {Pool: us-east-1_x},"
      " jwtAlgorithms: [ES256]}");
  EXPECT_EQ(service->authorizers.jwks,
            (std::map<std::string, std::string>{{"https://i", "keys.json"}, {"https://j", "https://k/keys"}}));
  EXPECT_EQ(service->authorizers.user_pools, (std::map<std::string, std::string>{{"Pool", "us-east-1_x"}}));
  EXPECT_EQ(service->authorizers.jwt_algorithms, std::vector<std::string>{"ES256"});
}

TEST(authorizer_settings, of_other_kinds_stop_the_load) {
  EXPECT_NE(loaded("{iam: [x]}").failure().find("custom.lamina.iam: expected a map with keys"), std::string::npos);
  EXPECT_NE(loaded("{iam: {keys: x}}").failure().find("expected a list of keys"), std::string::npos);
  EXPECT_NE(loaded("{iam: {keys: [{accessKeyId: A}]}}").failure().find("`secretAccessKey` is missing"),
            std::string::npos);
  EXPECT_NE(loaded("{jwks: x}").failure().find("expected a map of issuers"), std::string::npos);
}

}  // namespace
}  // namespace lamina::config
