#include "lamina/gateway/authorizers/authorizer_result.h"

#include <gtest/gtest.h>

namespace lamina::gateway {
namespace {

constexpr const char* allow_all = R"("policyDocument":{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})";

std::string read(std::string_view members) {
  const auto got = read_authorizer_result("{" + std::string(members) + "," + allow_all + "}");
  return got ? got->context : "error: " + got.error().message;
}

TEST(authorizer_result, context_values_become_strings) {
  EXPECT_EQ(read(R"("principalId":"me","context":{"s":"v","n":1,"f":0.5,"t":true,"q\"":"\n","z":null})"),
            R"("principalId":"me","s":"v","n":"1","f":"0.5","t":"true","q\"":"\n","z":null)");
  EXPECT_EQ(read(R"("principalId":"me")"), R"("principalId":"me")");
  EXPECT_EQ(read(R"("principalId":7,"context":null)"), R"("principalId":"7")");
}

TEST(authorizer_result, the_gateways_own_members_cannot_be_replaced) {
  EXPECT_EQ(read(R"("principalId":"me","context":{"principalId":"you","integrationLatency":"x"})"),
            R"("principalId":"me")");
}

TEST(authorizer_result, carries_the_policy) {
  const auto got = read_authorizer_result(std::string(R"({"principalId":"me",)") + allow_all + "}");
  ASSERT_TRUE(got);
  EXPECT_EQ(got->rules.decide("anything"), policy::decision::allow);
}

TEST(authorizer_result, unusable_answers_are_refused_by_name) {
  EXPECT_EQ(read(R"("other":1)"), "error: principalId: expected a string");
  EXPECT_EQ(read(R"("principalId":null)"), "error: principalId: expected a string");
  EXPECT_EQ(read(R"("principalId":{})"), "error: principalId: expected a string");
  EXPECT_EQ(read(R"("principalId":"me","context":{"o":{}})"), "error: context.o: expected a string, number or boolean");
  EXPECT_EQ(read(R"("principalId":"me","context":[])"), "error: context: expected an object");
  for (const std::string_view payload :
       {"", "null", "[]", "\"Unauthorized\"", "{}", R"({"principalId":"me"})",
        R"({"principalId":"me","policyDocument":null})", R"({"principalId":"me","policyDocument":{}})"})
    EXPECT_FALSE(read_authorizer_result(payload)) << payload;
}

}  // namespace
}  // namespace lamina::gateway
