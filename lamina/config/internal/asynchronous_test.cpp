#include <gtest/gtest.h>

#include "lamina/config/internal/loaded_text.h"

// What a function says of asynchronous invocations, and where they are kept: internal/asynchronous.cpp.
namespace lamina::config {
namespace {

std::string function_with(std::string_view rest) {
  return service_text("functions:\n  a:\n    handler: a.b\n" + std::string(rest));
}

TEST(asynchronous, has_the_defaults_of_lambda) {
  const loaded_text one(function_with(""));
  const asynchronous_settings& to = one->functions.at(0).asynchronous;
  EXPECT_EQ(to.max_retries, 2U);
  EXPECT_EQ(to.max_age, std::chrono::hours(6));
  EXPECT_TRUE(to.on_success.is_null());
  EXPECT_TRUE(to.on_failure.is_null());
  EXPECT_TRUE(to.on_error.is_null());
}

TEST(asynchronous, reads_retries_age_destinations_and_the_dead_letter_queue) {
  const loaded_text one(
      function_with("    maximumRetryAttempts: 0\n    maximumEventAge: 60\n"
                    "    destinations: {onSuccess: other, onFailure: 'arn:aws:sqs:us-east-1:1:dead'}\n"
                    "    onError: arn:aws:sns:us-east-1:1:alarm\n"));
  const asynchronous_settings& to = one->functions.at(0).asynchronous;
  EXPECT_EQ(to.max_retries, 0U);
  EXPECT_EQ(to.max_age, std::chrono::minutes(1));
  EXPECT_EQ(to.on_success, json::value("other"));
  EXPECT_EQ(to.on_failure, json::value("arn:aws:sqs:us-east-1:1:dead"));
  EXPECT_EQ(to.on_error, json::value("arn:aws:sns:us-east-1:1:alarm"));
}

TEST(asynchronous, takes_the_arn_of_a_destination_that_is_a_map) {
  const loaded_text one(function_with("    destinations: {onFailure: {type: sqs, arn: !GetAtt Dead.Arn}}\n"));
  EXPECT_EQ(json::serialize(one->functions.at(0).asynchronous.on_failure), R"({"Fn::GetAtt":["Dead","Arn"]})");
}

TEST(asynchronous, refuses_what_lambda_refuses) {
  EXPECT_NE(loaded_text(function_with("    maximumRetryAttempts: 3\n")).failure().find("from 0 to 2"),
            std::string::npos);
  EXPECT_NE(loaded_text(function_with("    maximumEventAge: 59\n")).failure().find("60 to 21600"), std::string::npos);
  EXPECT_NE(loaded_text(function_with("    maximumEventAge: 21601\n")).failure().find("21600"), std::string::npos);
  EXPECT_NE(loaded_text(function_with("    destinations: {onSuccess: [a]}\n")).failure().find("onSuccess"),
            std::string::npos);
}

TEST(asynchronous, the_state_folder_is_the_services_to_say) {
  EXPECT_EQ(loaded_text(function_with(""))->state_directory, "");
  const loaded_text one(function_with("custom: {lamina: {state: /var/lib/shop}}\n"));
  EXPECT_EQ(one->state_directory, "/var/lib/shop");
  EXPECT_EQ(one.all_warnings(), "");
}

}  // namespace
}  // namespace lamina::config
