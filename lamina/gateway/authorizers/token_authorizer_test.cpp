#include "lamina/gateway/authorizers/token_authorizer.h"

#include <gtest/gtest.h>

#include "lamina/json/json.h"
#include "lamina/testing/manual_scheduler.h"

namespace lamina::gateway {
namespace {

using namespace std::chrono_literals;
using function_pool::outcome;

struct waiting_function : function_pool::function {
  void invoke(function_pool::invocation work, scheduler&, completion done) override {
    calls.push_back({std::move(work), std::move(done)});
  }
  struct call {
    function_pool::invocation work;
    completion done;
  };
  std::vector<call> calls;
};

constexpr const char* allow =
    R"({"principalId":"me","policyDocument":{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}})";

class token_authorizer_test : public ::testing::Test {
 protected:
  void make(token_authorizer_options options) {
    auto made = token_authorizer::make(std::move(options), function, loop, log);
    ASSERT_TRUE(made) << made.error().message;
    authorizer = *std::move(made);
  }
  void ask(std::string_view token) {
    authorizer->ask({token, "arn/GET/pets", "id", "trace"}, [this](const token_authorizer::answer& got) {
      EXPECT_EQ(got.result != nullptr, got.what == token_authorizer::outcome::answered);
      answers.push_back(got.what);
    });
  }
  void answer(outcome what, std::string payload) {
    auto call = std::move(function.calls.front());
    function.calls.erase(function.calls.begin());
    call.done({what, std::move(payload)});
  }

  std::string logged;
  logger log{log_level::debug, [this](std::string_view line) { logged += line; }};
  lamina::testing::manual_scheduler loop;
  waiting_function function;
  std::unique_ptr<token_authorizer> authorizer;
  std::vector<token_authorizer::outcome> answers;
};

using answered = std::vector<token_authorizer::outcome>;

TEST_F(token_authorizer_test, asks_with_type_arn_and_token) {
  make({});
  ask("Bearer \"x\"");
  const auto& work = function.calls.at(0).work;
  EXPECT_EQ(json::parse(work.event),
            json::parse(R"({"type":"TOKEN","methodArn":"arn/GET/pets","authorizationToken":"Bearer \"x\""})"));
  EXPECT_EQ(work.request_id, "id");
  EXPECT_EQ(work.trace_id, "trace");
}

TEST_F(token_authorizer_test, an_answer_is_found_again_until_it_is_too_old) {
  make({.lifetime = 300s});
  EXPECT_FALSE(authorizer->find("t"));
  ask("t");
  answer(outcome::success, allow);
  EXPECT_EQ(answers, answered{token_authorizer::outcome::answered});
  loop.advance(299s);
  EXPECT_TRUE(authorizer->find("t"));
  EXPECT_FALSE(authorizer->find("other"));
  loop.advance(1s);
  EXPECT_FALSE(authorizer->find("t"));
}

TEST_F(token_authorizer_test, a_lifetime_of_zero_caches_nothing_and_shares_nothing) {
  make({.lifetime = 0s});
  ask("t");
  ask("t");
  EXPECT_EQ(function.calls.size(), 2U);
  answer(outcome::success, allow);
  answer(outcome::success, allow);
  EXPECT_EQ(answers.size(), 2U);
  EXPECT_FALSE(authorizer->find("t"));
}

TEST_F(token_authorizer_test, those_who_ask_at_once_about_one_token_share_one_invocation) {
  make({});
  ask("t");
  ask("t");
  ask("other");
  EXPECT_EQ(function.calls.size(), 2U);
  answer(outcome::success, allow);
  EXPECT_EQ(answers.size(), 2U);
  answer(outcome::function_error, "{}");
  EXPECT_EQ(answers.size(), 3U);
}

TEST_F(token_authorizer_test, unauthorized_is_that_very_message) {
  make({});
  ask("t");
  answer(outcome::function_error, R"({"errorMessage":"Unauthorized","errorType":"Error"})");
  ask("t");
  answer(outcome::function_error, R"({"errorMessage":"unauthorized"})");
  EXPECT_EQ(answers, (answered{token_authorizer::outcome::unauthorized, token_authorizer::outcome::failed}));
}

TEST_F(token_authorizer_test, failures_are_logged_and_not_cached) {
  make({.name = "guard"});
  const std::pair<outcome, std::string> failures[] = {{outcome::success, "null"},
                                                      {outcome::success, R"({"principalId":"me"})"},
                                                      {outcome::function_error, "no json"},
                                                      {outcome::unavailable, "no program"}};
  for (const auto& [what, payload] : failures) {
    logged.clear();
    answers.clear();
    ask("t");
    ASSERT_EQ(function.calls.size(), 1U);
    answer(what, payload);
    EXPECT_EQ(answers, answered{token_authorizer::outcome::failed});
    EXPECT_NE(logged.find("\"authorizer\":\"guard\""), std::string::npos);
    EXPECT_FALSE(authorizer->find("t"));
  }
}

TEST_F(token_authorizer_test, a_full_queue_is_told_apart) {
  make({});
  ask("t");
  answer(outcome::throttled, "");
  EXPECT_EQ(answers, answered{token_authorizer::outcome::throttled});
}

TEST_F(token_authorizer_test, an_answer_that_takes_too_long_is_a_failure) {
  make({.time_limit = 5s});
  ask("t");
  loop.advance(5s);
  EXPECT_EQ(answers, answered{token_authorizer::outcome::failed});
  answer(outcome::success, allow);
  EXPECT_FALSE(authorizer->find("t"));
}

TEST_F(token_authorizer_test, tokens_must_be_there_and_match_the_expression) {
  make({.validation_expression = "Bearer [a-z]+"});
  EXPECT_TRUE(authorizer->accepts("Bearer foo"));
  EXPECT_FALSE(authorizer->accepts("Bearer 1"));
  EXPECT_FALSE(authorizer->accepts(""));
  make({});
  EXPECT_TRUE(authorizer->accepts("anything"));
  EXPECT_FALSE(authorizer->accepts(""));
}

TEST_F(token_authorizer_test, a_broken_expression_names_the_authorizer) {
  const auto made = token_authorizer::make({.name = "guard", .validation_expression = "("}, function, loop, log);
  ASSERT_FALSE(made);
  EXPECT_TRUE(made.error().message.starts_with("authorizer guard: identityValidationExpression: "))
      << made.error().message;
}

}  // namespace
}  // namespace lamina::gateway
