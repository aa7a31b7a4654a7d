#include "lamina/cli/linked_function.h"

#include <gtest/gtest.h>

#include "lamina/testing/manual_scheduler.h"

namespace lamina::cli {
namespace {

json::value echo(const json::value& event, context& about) {
  return {{"event", event}, {"id", about.aws_request_id()}, {"function", about.function_name()}};
}

json::value refuse(const json::value&, context&) { throw std::runtime_error("no"); }

function_pool::invocation_result invoke(linked_function& function, std::string event) {
  testing::manual_scheduler loop;
  std::optional<function_pool::invocation_result> answer;
  function.invoke({std::move(event), "id-1", "trace", {}}, loop,
                  [&answer](function_pool::invocation_result came) { answer = std::move(came); });
  EXPECT_FALSE(answer) << "a completion never comes inside the call";
  loop.run_until([&answer] { return answer.has_value(); });
  return *answer;
}

TEST(linked_function, answers_with_what_the_engine_returned) {
  linked_function function(engine(echo), {.name = "service-dev-echo"});
  const auto answer = invoke(function, R"({"n":1})");
  EXPECT_EQ(answer.outcome, function_pool::outcome::success);
  EXPECT_EQ(answer.payload, R"({"event":{"n":1},"id":"id-1","function":"service-dev-echo"})");
}

TEST(linked_function, an_error_has_the_shape_of_a_runtimes) {
  linked_function function(engine(refuse), {});
  const auto answer = invoke(function, "{}");
  EXPECT_EQ(answer.outcome, function_pool::outcome::function_error);
  EXPECT_NE(answer.payload.find(R"("errorMessage":"no")"), std::string::npos) << answer.payload;
}

TEST(linked_function, an_event_that_is_not_json_is_an_error_too) {
  linked_function function(engine(echo), {});
  EXPECT_EQ(invoke(function, "{").outcome, function_pool::outcome::function_error);
}

}  // namespace
}  // namespace lamina::cli
