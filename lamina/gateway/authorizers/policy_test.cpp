#include "lamina/gateway/authorizers/policy.h"

#include <gtest/gtest.h>

namespace lamina::gateway {
namespace {

const std::string arn = "arn:aws:execute-api:us-east-1:123456789012:a1b2c3/prod/GET/pets/7";

std::string decide(std::string_view statements) {
  const auto read =
      policy::read(json::parse(R"({"Version":"2012-10-17","Statement":)" + std::string(statements) + "}"));
  if (!read) return read.error().message;
  switch (read->decide(arn)) {
    case policy::decision::allow: return "allow";
    case policy::decision::deny: return "deny";
    case policy::decision::explicit_deny: return "explicit deny";
  }
  return "";
}

std::string statement(std::string_view effect, std::string_view action, std::string_view resource) {
  return R"({"Effect":")" + std::string(effect) + R"(","Action":)" + std::string(action) + R"(,"Resource":)" +
         std::string(resource) + "}";
}

TEST(policy, resources_may_have_wildcards_that_span_slashes) {
  for (const std::string_view resource :
       {"*", "arn:aws:execute-api:*:*:*", "arn:aws:execute-api:*:*:*/prod/*", "arn:aws:execute-api:*:*:*/*/GET/pets/?",
        "arn:aws:execute-api:us-east-1:123456789012:a1b2c3/prod/GET/pets/7"})
    EXPECT_EQ(decide(statement("Allow", R"("execute-api:Invoke")", "\"" + std::string(resource) + "\"")), "allow")
        << resource;
  for (const std::string_view resource :
       {"", "arn:aws:execute-api:*:*:*/dev/GET/*", "arn:aws:execute-api:*:*:*/prod/POST/*",
        "arn:aws:execute-api:*:*:*/prod/GET/pets", "arn:aws:execute-api:*:*:*/prod/GET/PETS/7"})
    EXPECT_EQ(decide(statement("Allow", R"("execute-api:Invoke")", "\"" + std::string(resource) + "\"")), "deny")
        << resource;
}

TEST(policy, an_explicit_deny_beats_every_allow) {
  const std::string allow = statement("Allow", "\"*\"", "\"*\""), deny = statement("Deny", "\"*\"", R"("*/pets/*")");
  EXPECT_EQ(decide("[" + allow + "," + deny + "]"), "explicit deny");
  EXPECT_EQ(decide("[" + deny + "," + allow + "]"), "explicit deny");
  EXPECT_EQ(decide("[" + allow + "," + statement("Deny", "\"*\"", R"("*/dogs/*")") + "]"), "allow");
}

TEST(policy, only_actions_that_invoke_count) {
  for (const std::string_view action :
       {R"("*")", R"("execute-api:*")", R"("EXECUTE-API:invoke")", R"(["s3:Get","execute-api:Invoke"])"})
    EXPECT_EQ(decide(statement("Allow", action, "\"*\"")), "allow") << action;
  for (const std::string_view action : {R"("s3:*")", R"("execute-api:ManageConnections")", R"("")", R"([])"})
    EXPECT_EQ(decide(statement("Allow", action, "\"*\"")), "deny") << action;
}

TEST(policy, resources_may_be_a_list_and_statements_too) {
  EXPECT_EQ(decide(statement("Allow", "\"*\"", R"(["nothing","*/pets/7"])")), "allow");
  EXPECT_EQ(decide("[]"), "deny");
}

TEST(policy, what_cannot_be_judged_is_refused_by_name) {
  EXPECT_EQ(decide(statement("allow", "\"*\"", "\"*\"")), "policyDocument.Statement.Effect: expected Allow or Deny");
  EXPECT_EQ(decide(statement("Allow", "1", "\"*\"")),
            "policyDocument.Statement.Action: expected a string or a list of strings");
  EXPECT_EQ(decide(statement("Allow", "\"*\"", "[1]")),
            "policyDocument.Statement.Resource: expected a string or a list of strings");
  EXPECT_EQ(decide(R"({"Effect":"Deny","NotAction":"*","Resource":"*"})"),
            "policyDocument.Statement.NotAction: expected nothing: it is not supported");
  for (const std::string_view statements : {"null", "\"x\"", "[1]", "{}", "[{}]", "{\"Effect\":\"Allow\"}"})
    EXPECT_TRUE(decide(statements).starts_with("policyDocument.Statement")) << statements;
  EXPECT_FALSE(policy::read(json::parse("{}")));
  EXPECT_FALSE(policy::read(json::parse("[]")));
}

TEST(wildcards, match_like_iam) {
  EXPECT_TRUE(matches_wildcards("", ""));
  EXPECT_TRUE(matches_wildcards("*", ""));
  EXPECT_TRUE(matches_wildcards("a*c*e", "abcde"));
  EXPECT_TRUE(matches_wildcards("a**", "a"));
  EXPECT_TRUE(matches_wildcards("*ab", "aab"));
  EXPECT_TRUE(matches_wildcards("?", "x"));
  EXPECT_FALSE(matches_wildcards("?", ""));
  EXPECT_FALSE(matches_wildcards("a*b", "abc"));
  EXPECT_FALSE(matches_wildcards("", "a"));
}

TEST(wildcards, many_stars_take_no_time) {
  std::string pattern;
  for (int i = 0; i < 200; ++i) pattern += "*a";
  EXPECT_FALSE(matches_wildcards(pattern + "b", std::string(1600, 'a')));
}

}  // namespace
}  // namespace lamina::gateway
