#include "lamina/gateway/authorizers/request_authorizer.h"

#include <gtest/gtest.h>

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

class request_authorizer_test : public ::testing::Test {
 protected:
  void ask() {
    authorizer.ask({R"({"type":"REQUEST"})", "id", "trace", {}},
                   [this](const authorizer_answer& got) { answers.push_back(got.what); });
  }

  std::string logged;
  logger log{log_level::debug, [this](std::string_view line) { logged += line; }};
  lamina::testing::manual_scheduler loop;
  waiting_function function;
  request_authorizer authorizer{
      {.name = "guard", .sources = *identity_sources::compile({"route.request.header.Auth"}), .time_limit = 5s},
      function,
      loop,
      log};
  std::vector<authorizer_outcome> answers;
};

TEST_F(request_authorizer_test, accepts_requests_with_all_identity_sources) {
  const std::vector<http::header> headers = {{"auth", "x"}};
  EXPECT_TRUE(authorizer.accepts({.headers = headers}));
  EXPECT_FALSE(authorizer.accepts({}));
}

TEST_F(request_authorizer_test, hands_the_event_over_and_judges_the_answer) {
  ask();
  ASSERT_EQ(function.calls.size(), 1U);
  EXPECT_EQ(function.calls[0].work.event, R"({"type":"REQUEST"})");
  EXPECT_EQ(function.calls[0].work.request_id, "id");
  EXPECT_EQ(function.calls[0].work.trace_id, "trace");
  EXPECT_TRUE(answers.empty());
  function.calls[0].done({outcome::success, R"({"principalId":"me","policyDocument":{"Statement":[]}})"});
  EXPECT_EQ(answers, std::vector{authorizer_outcome::answered});
}

TEST_F(request_authorizer_test, asks_every_time) {
  ask();
  ask();
  ASSERT_EQ(function.calls.size(), 2U);
  function.calls[1].done({outcome::function_error, R"({"errorMessage":"Unauthorized"})"});
  function.calls[0].done({outcome::throttled, ""});
  EXPECT_EQ(answers, (std::vector{authorizer_outcome::unauthorized, authorizer_outcome::throttled}));
}

TEST_F(request_authorizer_test, takes_no_more_than_the_quota_of_an_answer) {
  const std::string answer = R"({"principalId":"me","policyDocument":{"Statement":[]}})";
  ask();
  function.calls[0].done({outcome::success, answer + std::string(8192 - answer.size(), ' ')});
  ask();
  function.calls[1].done({outcome::success, answer + std::string(8193 - answer.size(), ' ')});
  EXPECT_EQ(answers, (std::vector{authorizer_outcome::answered, authorizer_outcome::failed}));
  EXPECT_NE(logged.find("its answer is too large"), std::string::npos);
}

TEST_F(request_authorizer_test, waits_no_longer_than_its_time_limit) {
  ask();
  loop.advance(5s);
  EXPECT_EQ(answers, std::vector{authorizer_outcome::failed});
  EXPECT_NE(logged.find("\"authorizer\":\"guard\""), std::string::npos);
  function.calls[0].done({outcome::success, "{}"});
  EXPECT_EQ(answers.size(), 1U);
}

}  // namespace
}  // namespace lamina::gateway
