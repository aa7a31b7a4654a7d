#include "lamina/gateway/authorizers/lambda_authorizer.h"

#include <gtest/gtest.h>

#include "lamina/gateway/internal/shown_request.h"
#include "lamina/json/json.h"
#include "lamina/testing/manual_scheduler.h"

namespace lamina::gateway {
namespace {

using namespace std::chrono_literals;
using function_pool::outcome;
using verdict = authorization::verdict;
using internal::shown_request;

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
    R"({"principalId":"me","policyDocument":{"Statement":{"Effect":"Allow","Action":"*","Resource":"arn/GET/*"}}})";

class lambda_authorizer_test : public ::testing::Test {
 protected:
  void make(std::vector<std::string> sources, lambda_authorizer_options options) {
    options.sources = *identity_sources::compile(sources);
    auto made = lambda_authorizer::make(std::move(options), function, loop, log);
    ASSERT_TRUE(made) << made.error().message;
    guard = *std::move(made);
  }
  void make_token(lambda_authorizer_options options = {}) {
    options.is_token = true;
    make({"method.request.header.Authorization"}, std::move(options));
  }
  // What is decided at once; nothing: it is asked, and its answer goes to `answers`.
  std::optional<verdict> send(shown_request& request) {
    authorization said;
    if (guard->decide(request, said)) {
      EXPECT_TRUE(said.granted || !said.is_allowed());
      last = said;
      return said.what;
    }
    guard->ask(request, [this](authorization got) {
      EXPECT_TRUE(got.granted || !got.is_allowed());
      answers.push_back(got.what);
      last = got;
    });
    return std::nullopt;
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
  std::unique_ptr<lambda_authorizer> guard;
  std::vector<verdict> answers;
  authorization last;
  shown_request one{{{"Authorization", "Bearer \"x\""}}}, two{{{"authorization", "t2"}}}, bare;
};

using verdicts = std::vector<verdict>;

TEST_F(lambda_authorizer_test, asks_about_a_token_with_type_arn_and_token) {
  make_token();
  one.trace_id = "trace";
  send(one);
  ASSERT_EQ(function.calls.size(), 1U);
  const auto& work = function.calls[0].work;
  EXPECT_EQ(json::parse(work.event),
            json::parse(R"({"type":"TOKEN","methodArn":"arn/GET/pets","authorizationToken":"Bearer \"x\""})"));
  EXPECT_EQ(work.request_id.size(), 36U);
  EXPECT_EQ(work.trace_id, "trace");
}

TEST_F(lambda_authorizer_test, asks_about_a_request_with_the_services_event) {
  make({"$request.header.authorization", "$request.querystring.q"}, {.event_version = "2.0"});
  two.query = "q=1";
  send(two);
  ASSERT_EQ(function.calls.size(), 1U);
  EXPECT_EQ(function.calls[0].work.event, R"({"version":"2.0","identity":["t2","1"]})");
}

TEST_F(lambda_authorizer_test, an_answer_is_found_again_until_it_is_too_old) {
  make_token({.lifetime = 300s});
  EXPECT_FALSE(send(two));
  answer(outcome::success, allow);
  EXPECT_EQ(answers, verdicts{verdict::allowed});
  EXPECT_EQ(last.log, "miss");
  loop.advance(299s);
  EXPECT_EQ(send(two), verdict::allowed);
  EXPECT_EQ(last.log, "hit");
  EXPECT_EQ(last.granted->context, R"("principalId":"me")");
  EXPECT_FALSE(send(one));
  loop.advance(1s);
  EXPECT_FALSE(send(two));
}

TEST_F(lambda_authorizer_test, the_policy_is_asked_anew_for_each_request) {
  make_token();
  send(two);
  shown_request other{{{"Authorization", "t2"}}};
  other.arn = "arn/PUT/pets";
  send(other);
  answer(outcome::success, allow);
  EXPECT_EQ(answers, (verdicts{verdict::allowed, verdict::access_denied}));
  EXPECT_EQ(send(other), verdict::access_denied);
  EXPECT_EQ(send(two), verdict::allowed);
}

TEST_F(lambda_authorizer_test, conditions_are_asked_anew_for_each_request_too) {
  make_token();
  send(two);
  answer(outcome::success,
         R"({"principalId":"me","policyDocument":{"Statement":{"Effect":"Allow","Action":"*","Resource":"*",
            "Condition":{"IpAddress":{"aws:SourceIp":"127.0.0.0/8"},
                         "DateLessThan":{"aws:CurrentTime":"2026-01-01T00:01:00Z"}}}}})");
  EXPECT_EQ(answers, verdicts{verdict::allowed});
  EXPECT_EQ(send(two), verdict::allowed);
  two.raw.remote_address = "192.0.2.7";
  EXPECT_EQ(send(two), verdict::access_denied);
  EXPECT_EQ(last.granted->principal_id, "me") << "a resource policy may let it in yet";
  two.raw.remote_address = "127.0.0.9";
  loop.advance(60s);
  EXPECT_EQ(send(two), verdict::access_denied);
}

TEST_F(lambda_authorizer_test, all_values_in_their_order_tell_senders_apart) {
  make({"method.request.querystring.a", "method.request.querystring.b"}, {});
  shown_request first, same, swapped, shifted;
  first.query = "a=1&b=12";
  same.query = "b=12&a=1";
  swapped.query = "a=12&b=1";
  shifted.query = "a=11&b=2";
  send(first);
  answer(outcome::success, allow);
  EXPECT_EQ(send(same), verdict::allowed);
  EXPECT_FALSE(send(swapped));
  EXPECT_FALSE(send(shifted));
}

TEST_F(lambda_authorizer_test, a_lifetime_of_zero_keeps_nothing_and_shares_nothing) {
  make_token({.lifetime = 0s});
  send(two);
  send(two);
  EXPECT_EQ(function.calls.size(), 2U);
  answer(outcome::success, allow);
  answer(outcome::function_error, R"({"errorMessage":"Unauthorized"})");
  EXPECT_EQ(answers, (verdicts{verdict::allowed, verdict::unauthorized}));
  EXPECT_FALSE(send(two));
}

TEST_F(lambda_authorizer_test, those_who_ask_at_once_about_the_same_share_one_invocation) {
  make_token();
  send(two);
  loop.advance(10ms);
  send(two);
  send(one);
  EXPECT_EQ(function.calls.size(), 2U);
  loop.advance(5ms);
  answer(outcome::success, allow);
  EXPECT_EQ(answers.size(), 2U);
  EXPECT_EQ(last.latency, 5ms);
  answer(outcome::function_error, "{}");
  EXPECT_EQ(answers.size(), 3U);
}

TEST_F(lambda_authorizer_test, unauthorized_is_that_very_message) {
  make_token();
  send(two);
  answer(outcome::function_error, R"({"errorMessage":"Unauthorized","errorType":"Error"})");
  send(two);
  answer(outcome::function_error, R"({"errorMessage":"unauthorized"})");
  send(two);
  answer(outcome::success, R"({"errorMessage":"Unauthorized"})");
  EXPECT_EQ(answers,
            (verdicts{verdict::unauthorized, verdict::authorizer_configuration, verdict::authorizer_configuration}));
}

TEST_F(lambda_authorizer_test, failures_are_logged_and_not_kept) {
  make_token({.name = "guard", .max_result_bytes = 200});
  const std::pair<outcome, std::string> failures[] = {{outcome::success, "null"},
                                                      {outcome::success, R"({"principalId":"me"})"},
                                                      {outcome::success, allow + std::string(200, ' ')},
                                                      {outcome::function_error, "no json"},
                                                      {outcome::unavailable, "no program"}};
  for (const auto& [what, payload] : failures) {
    logged.clear();
    answers.clear();
    EXPECT_FALSE(send(two));
    ASSERT_EQ(function.calls.size(), 1U);
    answer(what, payload);
    EXPECT_EQ(answers, verdicts{verdict::authorizer_configuration});
    EXPECT_NE(logged.find("\"authorizer\":\"guard\""), std::string::npos);
  }
}

TEST_F(lambda_authorizer_test, a_full_queue_is_told_apart) {
  make_token();
  send(two);
  answer(outcome::throttled, "");
  EXPECT_EQ(answers, verdicts{verdict::throttled});
  EXPECT_EQ(logged, "");
}

TEST_F(lambda_authorizer_test, an_answer_that_takes_too_long_is_a_failure) {
  make_token({.time_limit = 5s});
  send(two);
  loop.advance(5s);
  EXPECT_EQ(answers, verdicts{verdict::authorizer_configuration});
  answer(outcome::success, allow);
  EXPECT_FALSE(send(two));
  EXPECT_EQ(answers.size(), 1U);
}

TEST_F(lambda_authorizer_test, tokens_must_be_there_and_match_the_expression) {
  make_token({.validation_expression = "Bearer [a-z]+"});
  shown_request good{{{"Authorization", "Bearer foo"}}};
  EXPECT_FALSE(send(good));
  EXPECT_EQ(send(two), verdict::unauthorized);
  EXPECT_EQ(last.log, "refused");
  EXPECT_EQ(send(bare), verdict::unauthorized);
  make_token();
  EXPECT_FALSE(send(two));
  EXPECT_EQ(send(bare), verdict::unauthorized);
}

TEST_F(lambda_authorizer_test, sources_that_are_not_needed_may_be_missing) {
  make({"method.request.header.Authorization"}, {.needs_sources = false, .lifetime = 0s});
  EXPECT_FALSE(send(bare));
  EXPECT_EQ(function.calls[0].work.event, R"({"version":"","identity":[""]})");
}

TEST_F(lambda_authorizer_test, without_sources_nothing_is_kept) {
  make({}, {.lifetime = 300s});
  send(bare);
  answer(outcome::success, allow);
  EXPECT_EQ(answers, verdicts{verdict::allowed});
  EXPECT_FALSE(send(bare));
}

TEST_F(lambda_authorizer_test, simple_answers_say_yes_or_no) {
  make({"$request.header.Authorization"}, {.event_version = "2.0", .form = lambda_result_form::simple});
  send(one);
  answer(outcome::success, R"({"isAuthorized":true,"context":{"n":1}})");
  EXPECT_EQ(last.granted->context, R"({"n":1})");
  send(two);
  answer(outcome::success, R"({"isAuthorized":false})");
  EXPECT_EQ(answers, (verdicts{verdict::allowed, verdict::access_denied}));
  EXPECT_EQ(send(two), verdict::access_denied);
}

TEST_F(lambda_authorizer_test, a_broken_expression_names_the_authorizer) {
  const auto made = lambda_authorizer::make({.name = "guard", .validation_expression = "("}, function, loop, log);
  ASSERT_FALSE(made);
  EXPECT_TRUE(made.error().message.starts_with("authorizer guard: identityValidationExpression: "))
      << made.error().message;
}

}  // namespace
}  // namespace lamina::gateway
