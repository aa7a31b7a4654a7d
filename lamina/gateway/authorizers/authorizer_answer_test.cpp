#include "lamina/gateway/authorizers/authorizer_answer.h"

#include <gtest/gtest.h>

namespace lamina::gateway {
namespace {

using function_pool::outcome;

class authorizer_answer_test : public ::testing::Test {
 protected:
  authorizer_outcome judge(outcome what, std::string payload) {
    logged.clear();
    last = judge_authorizer(function_pool::invocation_result{what, std::move(payload)}, "guard", log);
    EXPECT_EQ(last.result != nullptr, last.what == authorizer_outcome::answered);
    return last.what;
  }

  std::string logged;
  logger log{log_level::debug, [this](std::string_view line) { logged += line; }};
  authorizer_answer last;
};

TEST_F(authorizer_answer_test, is_the_policy_and_context_of_a_good_result) {
  EXPECT_EQ(judge(outcome::success, R"({"principalId":"me","policyDocument":{"Statement":
                {"Effect":"Allow","Action":"execute-api:Invoke","Resource":"arn:x/dev/$connect"}},"context":{"n":1}})"),
            authorizer_outcome::answered);
  EXPECT_EQ(last.result->rules.decide("arn:x/dev/$connect"), policy::decision::allow);
  EXPECT_EQ(last.result->rules.decide("arn:x/prod/$connect"), policy::decision::deny);
  EXPECT_EQ(last.result->context, R"("principalId":"me","n":"1")");
  EXPECT_EQ(logged, "");
}

TEST_F(authorizer_answer_test, is_unauthorized_for_that_very_message_and_throttled_for_a_full_queue) {
  EXPECT_EQ(judge(outcome::function_error, R"({"errorMessage":"Unauthorized"})"), authorizer_outcome::unauthorized);
  EXPECT_EQ(judge(outcome::throttled, ""), authorizer_outcome::throttled);
  EXPECT_EQ(logged, "");
  EXPECT_EQ(judge(outcome::success, R"({"errorMessage":"Unauthorized"})"), authorizer_outcome::failed);
}

TEST_F(authorizer_answer_test, is_a_failure_with_a_log_line_for_all_else) {
  EXPECT_EQ(judge(outcome::function_error, R"({"errorMessage":"unauthorized"})"), authorizer_outcome::failed);
  EXPECT_NE(logged.find("\"authorizer\":\"guard\""), std::string::npos);
  EXPECT_EQ(judge(outcome::success, "null"), authorizer_outcome::failed);
  EXPECT_EQ(judge(outcome::success, R"({"policyDocument":{"Statement":[]}})"), authorizer_outcome::failed);
  EXPECT_EQ(judge(outcome::unavailable, "no program"), authorizer_outcome::failed);
  EXPECT_NE(logged.find("no program"), std::string::npos);
  EXPECT_EQ(judge_authorizer(std::nullopt, "guard", log).what, authorizer_outcome::failed);
  EXPECT_NE(logged.find("no answer in time"), std::string::npos);
}

TEST(refusal_of, is_the_services_answer) {
  EXPECT_EQ(refusal_of(authorizer_outcome::answered), nullptr);
  EXPECT_EQ(refusal_of(authorizer_outcome::unauthorized)->status, 401);
  EXPECT_EQ(refusal_of(authorizer_outcome::throttled)->status, 429);
  EXPECT_EQ(refusal_of(authorizer_outcome::failed)->status, 500);
  EXPECT_EQ(refusal_of(authorizer_outcome::failed)->body, R"({"message":null})");
  EXPECT_EQ(refusal_of(policy::decision::allow), nullptr);
  EXPECT_EQ(refusal_of(policy::decision::deny), &responses::denied);
  EXPECT_EQ(refusal_of(policy::decision::explicit_deny), &responses::denied_explicitly);
}

}  // namespace
}  // namespace lamina::gateway
