#include "lamina/gateway/authorizers/policy.h"

#include <gtest/gtest.h>

#include "lamina/testing/manual_scheduler.h"

namespace lamina::gateway {
namespace {

const std::string arn = "arn:aws:execute-api:us-east-1:123456789012:a1b2c3/prod/GET/pets/7";

std::string decide(const json::value& document, policy_kind kind, const iam_identity* caller = nullptr,
                   std::string_view action = "execute-api:Invoke") {
  const auto read = policy::read(document, kind, action);
  if (!read) return read.error().message;
  const http::request sent{.method = "GET", .target = "/", .remote_address = "192.0.2.7"};
  lamina::testing::manual_scheduler loop;
  switch (read->decide(arn, policy_facts(sent, loop, caller))) {
    case policy::decision::allow: return "allow";
    case policy::decision::deny: return "deny";
    case policy::decision::explicit_deny: return "explicit deny";
  }
  return "";
}

std::string decide(std::string_view statements) {
  return decide(json::parse(R"({"Version":"2012-10-17","Statement":)" + std::string(statements) + "}"),
                policy_kind::of_identity);
}

std::string statement(std::string_view effect, std::string_view action, std::string_view resource,
                      std::string_view more = "") {
  return R"({"Effect":")" + std::string(effect) + R"(","Action":)" + std::string(action) + R"(,"Resource":)" +
         std::string(resource) + std::string(more) + "}";
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
  for (const std::string_view action : {R"("*")", R"("execute-api:*")", R"("execute-api:?nvoke")",
                                        R"("EXECUTE-API:invoke")", R"(["s3:Get","execute-api:Invoke"])"})
    EXPECT_EQ(decide(statement("Allow", action, "\"*\"")), "allow") << action;
  for (const std::string_view action : {R"("s3:*")", R"("execute-api:ManageConnections")", R"("")", R"([])"})
    EXPECT_EQ(decide(statement("Allow", action, "\"*\"")), "deny") << action;
}

TEST(policy, resources_may_be_a_list_and_statements_too) {
  EXPECT_EQ(decide(statement("Allow", "\"*\"", R"(["nothing","*/pets/7"])")), "allow");
  EXPECT_EQ(decide("[]"), "deny");
}

TEST(policy, not_action_is_about_all_other_actions) {
  const auto except = [](std::string_view actions) {
    return decide(R"({"Effect":"Allow","NotAction":)" + std::string(actions) + R"(,"Resource":"*"})");
  };
  EXPECT_EQ(except(R"("s3:*")"), "allow");
  EXPECT_EQ(except(R"(["s3:*","execute-api:ManageConnections"])"), "allow");
  EXPECT_EQ(except(R"("execute-api:INVOKE")"), "deny");
  EXPECT_EQ(except(R"(["s3:*","*"])"), "deny");
}

TEST(policy, not_resource_is_about_all_other_resources) {
  const auto except = [](std::string_view effect, std::string_view resources) {
    return decide("[" + statement("Allow", "\"*\"", "\"*\"") + R"(,{"Effect":")" + std::string(effect) +
                  R"(","Action":"*","NotResource":)" + std::string(resources) + "}]");
  };
  EXPECT_EQ(except("Deny", R"("*/GET/*")"), "allow");
  EXPECT_EQ(except("Deny", R"(["*/POST/*","*/GET/pets/*"])"), "allow");
  EXPECT_EQ(except("Deny", R"("*/POST/*")"), "explicit deny");
  EXPECT_EQ(decide(R"({"Effect":"Allow","Action":"*","NotResource":"*/pets/7"})"), "deny");
}

TEST(policy, a_statement_counts_where_its_condition_holds) {
  const auto when = [](std::string_view effect, std::string_view address) {
    return decide("[" + statement("Allow", "\"*\"", "\"*\"") + "," +
                  statement(effect, "\"*\"", "\"*\"",
                            R"(,"Condition":{"IpAddress":{"aws:SourceIp":")" + std::string(address) + R"("}})") +
                  "]");
  };
  EXPECT_EQ(when("Deny", "192.0.2.0/24"), "explicit deny");
  EXPECT_EQ(when("Deny", "203.0.113.0/24"), "allow");
  EXPECT_EQ(decide(statement("Allow", "\"*\"", "\"*\"", R"(,"Condition":{"Bool":{"aws:SecureTransport":"true"}})")),
            "deny");
}

TEST(policy, what_cannot_be_judged_is_refused_by_name) {
  EXPECT_EQ(decide(statement("allow", "\"*\"", "\"*\"")), "Statement.Effect: expected Allow or Deny");
  EXPECT_EQ(decide(statement("Allow", "1", "\"*\"")), "Statement.Action: expected a string or a list of strings");
  EXPECT_EQ(decide(statement("Allow", "\"*\"", "[1]")), "Statement.Resource: expected a string or a list of strings");
  EXPECT_EQ(decide(R"({"Effect":"Deny","NotAction":1,"Resource":"*"})"),
            "Statement.NotAction: expected a string or a list of strings");
  EXPECT_EQ(decide(R"({"Effect":"Deny","Action":"*","NotAction":"*","Resource":"*"})"),
            "Statement: expected Action or NotAction, not both");
  EXPECT_EQ(decide(statement("Allow", "\"*\"", R"("arn:${aws:username}")")),
            "Statement.Resource: policy variables (arn:${aws:username}) cannot be judged here");
  EXPECT_EQ(decide(statement("Allow", "\"*\"", "\"*\"", R"(,"Condition":{"Looks":{}})")),
            "Statement.Condition.Looks: expected a condition operator (StringEquals, IpAddress, ...)");
  for (const std::string_view statements : {"null", "\"x\"", "[1]", "{}", "[{}]", "{\"Effect\":\"Allow\"}"})
    EXPECT_TRUE(decide(statements).starts_with("Statement")) << statements;
  EXPECT_FALSE(policy::read(json::parse("{}")));
  EXPECT_FALSE(policy::read(json::parse("[]")));
}

TEST(policy, knows_the_conditions_that_nobody_here_can_fulfil) {
  const auto has = [](std::string_view key) {
    return policy::read(json::parse(R"({"Statement":)" +
                                    statement("Allow", "\"*\"", "\"*\"",
                                              R"(,"Condition":{"StringEquals":{")" + std::string(key) + R"(":"x"}})") +
                                    "}"))
        ->has_absent_keys();
  };
  EXPECT_TRUE(has("aws:SourceVpce"));
  EXPECT_FALSE(has("aws:Referer"));
}

std::string decide_for(std::string_view document, const iam_identity* caller = nullptr) {
  return decide(json::parse(document), policy_kind::of_resource, caller);
}

TEST(resource_policy, may_be_a_list_of_statements_with_short_resources) {
  EXPECT_EQ(decide_for(R"([{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke",
      "Resource":["execute-api:/*/GET/*"],"Condition":{"IpAddress":{"aws:SourceIp":["192.0.2.0/24","::1"]}}}])"),
            "allow");
  EXPECT_EQ(decide_for(R"([{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke",
      "Resource":["execute-api:/*/PUT/*"]}])"),
            "deny");
}

TEST(resource_policy, may_be_a_document_too) {
  EXPECT_EQ(decide_for(R"({"Version":"2012-10-17","Statement":[
      {"Effect":"Allow","Principal":{"AWS":"*"},"Action":"execute-api:*","Resource":"*"},
      {"Effect":"Deny","Principal":{"AWS":["*"]},"Action":"*","Resource":"arn:aws:execute-api:*:*:*/prod/*",
       "Condition":{"NotIpAddress":{"AWS:sourceip":"203.0.113.0/24"}}}]})"),
            "explicit deny");
}

TEST(resource_policy, speaks_of_principals) {
  const auto of = [](std::string_view principal, const iam_identity* caller) {
    return decide_for(R"({"Effect":"Allow","Action":"*","Resource":"*","Principal":)" + std::string(principal) + "}",
                      caller);
  };
  const iam_identity alice{"AKID", "111111111111", "AIDAX", "arn:aws:iam::111111111111:user/alice"};
  for (const char* principal :
       {R"("*")", R"({"AWS":"111111111111"})", R"({"AWS":["x","arn:aws:iam::111111111111:root"]})",
        R"({"AWS":"arn:aws:iam::111111111111:user/alice"})"})
    EXPECT_EQ(of(principal, &alice), "allow") << principal;
  for (const char* principal : {R"({"AWS":"222222222222"})", R"({"AWS":"arn:aws:iam::111111111111:user/bob"})",
                                R"({"Service":"apigateway.amazonaws.com"})"})
    EXPECT_EQ(of(principal, &alice), "deny") << principal;
  EXPECT_EQ(of(R"({"AWS":"111111111111"})", nullptr), "deny");
  EXPECT_EQ(of(R"({"AWS":"*"})", nullptr), "allow");
}

TEST(resource_policy, says_what_it_cannot_judge) {
  EXPECT_EQ(decide_for(R"({"Effect":"Allow","NotPrincipal":"*","Action":"*","Resource":"*"})"),
            "Statement.NotPrincipal cannot be judged here");
  for (const char* document :
       {"7", "[7]", "null", R"({"Statement":7})", R"([{"Effect":"Maybe"}])",
        R"([{"Effect":"Allow","Principal":"arn:aws:iam::1:root","Action":"*","Resource":"*"}])",
        R"([{"Effect":"Allow","Principal":{"AWS":7},"Action":"*","Resource":"*"}])",
        R"([{"Effect":"Allow","Action":"*","Resource":"*"}])", R"([{"Effect":"Allow","Principal":"*","Resource":"*"}])",
        R"([{"Effect":"Allow","Principal":"*","Action":"*","Resource":{"Fn::Join":[]}}])"})
    EXPECT_TRUE(decide_for(document).starts_with("Statement")) << document;
}

TEST(policy, is_about_the_action_that_is_asked_for) {
  const auto document =
      json::parse(R"({"Statement":{"Effect":"Allow","Action":"lambda:InvokeFunctionUrl","Resource":"*"}})");
  EXPECT_EQ(decide(document, policy_kind::of_identity, nullptr, "lambda:InvokeFunctionUrl"), "allow");
  EXPECT_EQ(decide(document, policy_kind::of_identity), "deny");
}

}  // namespace
}  // namespace lamina::gateway
