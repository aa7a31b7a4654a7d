#include "lamina/function_pool/failure_payload.h"

#include <gtest/gtest.h>

namespace lamina::function_pool {
namespace {

TEST(failure_payload, a_timeout_has_two_decimals) {
  EXPECT_EQ(
      timed_out_payload("1-2", std::chrono::seconds(1)),
      R"({"errorType":"Sandbox.Timedout","errorMessage":"RequestId: 1-2 Error: Task timed out after 1.00 seconds"})");
  EXPECT_NE(timed_out_payload("1-2", std::chrono::milliseconds(1505)).find("after 1.50 seconds"), std::string::npos);
}

TEST(failure_payload, an_exit_says_how) {
  EXPECT_EQ(
      exited_payload("x", {}),
      R"({"errorType":"Runtime.ExitError","errorMessage":"RequestId: x Error: Runtime exited without providing a reason"})");
  EXPECT_EQ(
      exited_payload("x", {.code = 127}),
      R"({"errorType":"Runtime.ExitError","errorMessage":"RequestId: x Error: Runtime exited with error: exit status 127"})");
  EXPECT_EQ(
      exited_payload("x", {.signal = 9}),
      R"({"errorType":"Runtime.ExitError","errorMessage":"RequestId: x Error: Runtime exited with error: signal: killed"})");
}

TEST(failure_payload, a_result_over_six_megabytes_names_the_limit) {
  EXPECT_EQ(
      too_large_payload(),
      R"({"errorMessage":"Response payload size exceeded maximum allowed payload size (6291556 bytes).","errorType":"Function.ResponseSizeTooLarge"})");
}

TEST(failure_payload, a_request_id_from_a_client_cannot_break_the_document) {
  EXPECT_NE(timed_out_payload("\"}", std::chrono::seconds(3)).find(R"(RequestId: \"} Error)"), std::string::npos);
}

TEST(failure_payload, an_error_report_without_a_body_keeps_its_type) {
  EXPECT_EQ(empty_error_payload("Function.Bad"), R"({"errorMessage":"","errorType":"Function.Bad"})");
}

TEST(failure_payload, refusals_are_documents_too) {
  EXPECT_EQ(
      throttled_payload(),
      R"({"Reason":"ReservedFunctionConcurrentInvocationLimitExceeded","Type":"User","message":"Rate Exceeded."})");
  EXPECT_EQ(stopping_payload(), R"({"errorMessage":"The function is being stopped","errorType":"Unavailable"})");
}

}  // namespace
}  // namespace lamina::function_pool
