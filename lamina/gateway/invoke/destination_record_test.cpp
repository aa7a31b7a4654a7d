#include "lamina/gateway/invoke/destination_record.h"

#include <gtest/gtest.h>

namespace lamina::gateway {
namespace {

using namespace std::chrono;

constexpr system_time now = sys_days(2026y / January / 2) + 3h + 4ms;

TEST(destination_record, of_a_success_is_as_lambda_writes_it) {
  EXPECT_EQ(write_destination_record({.request_id = "id-1",
                                      .function_arn = "arn:aws:lambda:us-east-1:000000000000:function:a",
                                      .condition = "Success",
                                      .invoke_count = 1,
                                      .request = R"({"order": 7})",
                                      .response = "[1,2]"},
                                     now),
            R"({"version":"1.0","timestamp":"2026-01-02T03:00:00.004Z","requestContext":{"requestId":"id-1",)"
            R"("functionArn":"arn:aws:lambda:us-east-1:000000000000:function:a:$LATEST","condition":"Success",)"
            R"("approximateInvokeCount":1},"requestPayload":{"order": 7},"responseContext":{"statusCode":200,)"
            R"("executedVersion":"$LATEST"},"responsePayload":[1,2]})");
}

TEST(destination_record, of_a_failure_names_the_function_error) {
  const std::string record = write_destination_record({.condition = "RetriesExhausted",
                                                       .invoke_count = 3,
                                                       .request = "{}",
                                                       .response = R"({"errorMessage":"no"})",
                                                       .is_function_error = true},
                                                      now);
  EXPECT_NE(
      record.find(R"("executedVersion":"$LATEST","functionError":"Unhandled"},"responsePayload":{"errorMessage")"),
      std::string::npos);
}

TEST(destination_record, of_an_event_that_was_never_delivered_has_no_response) {
  const std::string record =
      write_destination_record({.condition = "EventAgeExceeded", .invoke_count = 0, .request = "{}"}, now);
  EXPECT_TRUE(record.ends_with(R"("approximateInvokeCount":0},"requestPayload":{}})")) << record;
}

TEST(destination_record, stays_json_whatever_a_function_answers) {
  const std::string record =
      write_destination_record({.condition = "Success", .request = "{}", .response = "}{ \"no json"}, now);
  EXPECT_TRUE(record.ends_with(R"("responsePayload":"}{ \"no json"})")) << record;
}

}  // namespace
}  // namespace lamina::gateway
