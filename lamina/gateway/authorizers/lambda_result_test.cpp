#include "lamina/gateway/authorizers/lambda_result.h"

#include <gtest/gtest.h>

#include "lamina/testing/manual_scheduler.h"

namespace lamina::gateway {
namespace {

using form = lambda_result_form;

constexpr const char* allow_all = R"("policyDocument":{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})";

std::string context_of(std::string_view payload, form how) {
  const auto got = lambda_result::read(payload, how);
  return got ? (*got)->granted().context : "error: " + got.error().message;
}

std::string with_policy(std::string_view members, form how = form::policy_of_rest) {
  return context_of("{" + std::string(members) + "," + allow_all + "}", how);
}

TEST(lambda_result, context_values_become_strings_on_rest_apis) {
  EXPECT_EQ(with_policy(R"("principalId":"me","context":{"s":"v","n":1,"f":0.5,"t":true,"q\"":"\n","z":null})"),
            R"("principalId":"me","s":"v","n":"1","f":"0.5","t":"true","q\"":"\n","z":null)");
  EXPECT_EQ(with_policy(R"("principalId":"me")"), R"("principalId":"me")");
  EXPECT_EQ(with_policy(R"("principalId":7,"context":null)"), R"("principalId":"7")");
}

TEST(lambda_result, context_values_keep_their_types_on_http_apis) {
  const std::string_view context = R"({"s":"v","n":1,"t":true,"a":[1],"o":{"k":null}})";
  EXPECT_EQ(with_policy(R"("principalId":"me","context":)" + std::string(context), form::policy_of_http), context);
  EXPECT_EQ(context_of(R"({"isAuthorized":true,"context":)" + std::string(context) + "}", form::simple), context);
  EXPECT_EQ(context_of(R"({"isAuthorized":true})", form::simple), "null");
  EXPECT_EQ(context_of(R"({"isAuthorized":true,"context":null})", form::simple), "null");
  EXPECT_EQ(context_of(R"({"isAuthorized":true,"context":{}})", form::simple), "{}");
  EXPECT_EQ(context_of(R"({"isAuthorized":true,"context":1})", form::simple), "error: context: expected an object");
}

TEST(lambda_result, the_gateways_own_members_cannot_be_replaced) {
  EXPECT_EQ(with_policy(R"("principalId":"me","context":{"principalId":"you","integrationLatency":"x"})"),
            R"("principalId":"me")");
}

policy::decision decide(const lambda_result& by, std::string_view arn) {
  const http::request sent;
  const lamina::testing::manual_scheduler loop;
  return by.decide(arn, policy_facts(sent, loop));
}

TEST(lambda_result, decides_by_its_policy) {
  const auto got = lambda_result::read(
      R"({"principalId":"me","usageIdentifierKey":"key","policyDocument":{"Statement":[
        {"Effect":"Allow","Action":"execute-api:Invoke","Resource":"arn/GET/*"},
        {"Effect":"Deny","Action":"execute-api:Invoke","Resource":"arn/GET/no"}]}})",
      form::policy_of_rest);
  ASSERT_TRUE(got) << got.error().message;
  EXPECT_EQ(decide(**got, "arn/GET/yes"), policy::decision::allow);
  EXPECT_EQ(decide(**got, "arn/GET/no"), policy::decision::explicit_deny);
  EXPECT_EQ(decide(**got, "arn/PUT/yes"), policy::decision::deny);
  EXPECT_EQ((*got)->granted().principal_id, "me");
  EXPECT_EQ((*got)->granted().usage_key, "key");
  EXPECT_EQ((*got)->granted().from, grant::source::lambda);
}

TEST(lambda_result, decides_by_its_one_word) {
  EXPECT_EQ(decide(**lambda_result::read(R"({"isAuthorized":true})", form::simple), "any"), policy::decision::allow);
  EXPECT_EQ(decide(**lambda_result::read(R"({"isAuthorized":false})", form::simple), "any"), policy::decision::deny);
}

TEST(lambda_result, unusable_answers_are_refused_by_name) {
  EXPECT_EQ(with_policy(R"("other":1)"), "error: principalId: expected a string");
  EXPECT_EQ(with_policy(R"("principalId":null)"), "error: principalId: expected a string");
  EXPECT_EQ(with_policy(R"("principalId":{})"), "error: principalId: expected a string");
  EXPECT_EQ(with_policy(R"("principalId":"me","context":{"o":{}})"),
            "error: context.o: expected a string, number or boolean");
  EXPECT_EQ(with_policy(R"("principalId":"me","context":[])"), "error: context: expected an object");
  for (const std::string_view payload :
       {"", "null", "[]", "\"Unauthorized\"", "{}", R"({"principalId":"me"})",
        R"({"principalId":"me","policyDocument":null})", R"({"principalId":"me","policyDocument":{}})"})
    for (const form how : {form::policy_of_rest, form::policy_of_http, form::simple})
      EXPECT_FALSE(lambda_result::read(payload, how)) << payload;
  for (const std::string_view payload : {R"({"isAuthorized":"true"})", R"({"isAuthorized":null})"})
    EXPECT_EQ(context_of(payload, form::simple), "error: isAuthorized: expected true or false");
}

}  // namespace
}  // namespace lamina::gateway
