#include "lamina/gateway/integration/function_call.h"

#include <gtest/gtest.h>

#include "lamina/testing/manual_scheduler.h"

namespace lamina::gateway {
namespace {

using namespace std::chrono_literals;
using function_pool::invocation_result;
using function_pool::outcome;

struct waiting_function : function_pool::function {
  void invoke(function_pool::invocation work, scheduler&, completion call) override {
    event = std::move(work.event);
    done = std::move(call);
  }
  std::string event;
  completion done;
};

class function_call : public ::testing::Test {
 protected:
  function_call() {
    call_function(target, {"{}", "id", "trace", ""}, loop, 100ms, [this](std::optional<invocation_result> result) {
      answers.push_back(result ? result->payload : "timed out");
    });
  }

  lamina::testing::manual_scheduler loop;
  waiting_function target;
  std::vector<std::string> answers;
};

TEST_F(function_call, hands_on_what_the_function_answers) {
  EXPECT_EQ(target.event, "{}");
  EXPECT_TRUE(answers.empty());
  target.done({outcome::success, "answer"});
  EXPECT_EQ(answers, std::vector<std::string>{"answer"});
  loop.advance(1s);
  EXPECT_EQ(answers.size(), 1U);
  EXPECT_EQ(loop.timer_count(), 0U);
}

TEST_F(function_call, gives_up_when_the_time_is_over_and_drops_what_comes_later) {
  loop.advance(99ms);
  EXPECT_TRUE(answers.empty());
  loop.advance(1ms);
  EXPECT_EQ(answers, std::vector<std::string>{"timed out"});
  target.done({outcome::success, "late"});
  EXPECT_EQ(answers.size(), 1U);
}

TEST(invoke_status_of, is_what_lambda_would_have_said) {
  using function_pool::outcome;
  EXPECT_EQ(invoke_status_of(function_pool::invocation_result{outcome::success, "{}"}), 200);
  EXPECT_EQ(invoke_status_of(function_pool::invocation_result{outcome::function_error, "{}"}), 200);
  EXPECT_EQ(invoke_status_of(function_pool::invocation_result{outcome::throttled, "{}"}), 429);
  EXPECT_EQ(invoke_status_of(function_pool::invocation_result{outcome::unavailable, "{}"}), 500);
  EXPECT_EQ(invoke_status_of(std::nullopt), 0);
}

}  // namespace
}  // namespace lamina::gateway
