#include "lamina/middlewares/input_output_logger/input_output_logger.h"

#include <gtest/gtest.h>

#include "lamina/engine/engine.h"
#include "lamina/middlewares/registry.h"
#include "lamina/testing/manual_scheduler.h"

namespace lamina {
namespace {

struct fixture : ::testing::Test {
  // The messages of one invocation, one per line.
  std::string logged(input_output_logger_options options, json::value event, json::value response = "ok") {
    std::string lines;
    options.logger = [&lines](const json::value& message) { lines += json::serialize(message) + "\n"; };
    const json::value before = event;
    const engine chain = engine([&](const json::value& seen) {
                           EXPECT_EQ(seen, before);
                           return response;
                         }).use(input_output_logger(options));
    EXPECT_EQ(chain(event, context).value(), response);
    return lines;
  }
  testing::manual_scheduler loop;
  lamina::context context{loop, {{"functionName", "f"}, {"awsRequestId", "r"}, {"tenantId", "t"}, {"custom", 1}}};
};
using input_output_logger_logs = fixture;

TEST_F(input_output_logger_logs, event_and_response) {
  EXPECT_EQ(logged({}, {{"a", 1}}), "{\"event\":{\"a\":1}}\n{\"response\":\"ok\"}\n");
}

TEST_F(input_output_logger_logs, without_what_is_omitted_and_changes_nothing) {
  EXPECT_EQ(logged({.omit_paths = {"event.a.b", "response.[].c"}}, json::parse(R"({"a":{"b":1,"c":2}})"),
                   json::parse(R"([{"c":1,"d":2},3])")),
            "{\"event\":{\"a\":{\"c\":2}}}\n{\"response\":[{\"d\":2},3]}\n");
}

TEST_F(input_output_logger_logs, a_mask_where_there_is_something_to_hide) {
  EXPECT_EQ(logged({.omit_paths = {"event.a", "event.b"}, .mask = "*"}, {{"a", 1}}),
            "{\"event\":{\"a\":\"*\"}}\n{\"response\":\"ok\"}\n");
}

TEST_F(input_output_logger_logs, everything_when_a_path_has_no_effect) {
  const std::string all = "{\"event\":{\"a\":[{\"b\":1}]}}\n{\"response\":\"ok\"}\n";
  for (const std::string path : {"event", "response", "event.a.[]", "event.a.0.b", "a", "event.constructor.a",
                                 "event.__proto__", "event.a.b", "event..a", "", "."})
    EXPECT_EQ(logged({.omit_paths = {path}}, json::parse(R"({"a":[{"b":1}]})")), all) << path;
}

TEST_F(input_output_logger_logs, the_context_when_asked_to) {
  EXPECT_EQ(
      logged({.execution_context = true}, nullptr),
      "{\"event\":null,\"context\":{\"tenantId\":\"t\"}}\n{\"response\":\"ok\",\"context\":{\"tenantId\":\"t\"}}\n");
  EXPECT_EQ(logged({.lambda_context = true}, nullptr)
                .find("{\"event\":null,\"context\":{\"functionName\":\"f\","
                      "\"awsRequestId\":\"r\"}}\n"),
            0u);
}

TEST_F(input_output_logger_logs, an_error_only_when_it_was_handled) {
  for (const bool is_handled : {true, false}) {
    int messages = 0;
    const engine chain = engine([](const json::value&) { throw error("boom"); })
                             .use(input_output_logger({.logger = [&messages](const json::value&) { ++messages; }}))
                             .on_error([is_handled](request& request) {
                               if (is_handled) request.response = "handled";
                             });
    EXPECT_EQ(chain(nullptr, context).has_value(), is_handled);
    EXPECT_EQ(messages, is_handled ? 2 : 1);
  }
}

TEST_F(input_output_logger_logs, lines_of_json_to_standard_output_by_default) {
  ::testing::internal::CaptureStdout();
  EXPECT_TRUE(engine().use(input_output_logger())({{"a", 1}}, context));
  EXPECT_EQ(::testing::internal::GetCapturedStdout(), "{\"event\":{\"a\":1}}\n{}\n");
}

TEST(input_output_logger, switched_off_cannot_be_used) {
  EXPECT_THROW(engine().use(standard_middlewares().make("input-output-logger", {{"logger", false}})), error);
  EXPECT_THROW(standard_middlewares().make("input-output-logger", {{"omitPaths", "event"}}), error);
}

}  // namespace
}  // namespace lamina
