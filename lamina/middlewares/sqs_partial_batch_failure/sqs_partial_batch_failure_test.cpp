#include "lamina/middlewares/sqs_partial_batch_failure/sqs_partial_batch_failure.h"

#include <gtest/gtest.h>

#include "lamina/middlewares/registry.h"
#include "lamina/testing/test_request.h"

namespace lamina {
namespace {

constexpr std::string_view two = R"({"Records":[{"messageId":"a"},{"messageId":"b"}]})";

struct recorded {
  std::string response, log;
};

recorded after(std::string_view event, std::optional<json::value> response) {
  recorded seen;
  testing::test_request call(json::parse(event), std::move(response));
  sqs_partial_batch_failure({.logger = [&](const json::value& reason, const json::value& record) {
    seen.log.append(json::find_string(record, "messageId")).append(":").append(json::serialize(reason)).append(";");
  }}).after(call.request);
  seen.response = call.response_text();
  return seen;
}

TEST(sqs_partial_batch_failure, names_the_messages_that_failed) {
  const recorded seen =
      after(two, json::parse(R"([{"status":"fulfilled"},{"status":"rejected","reason":{"message":"x"}}])"));
  EXPECT_EQ(seen.response, R"({"batchItemFailures":[{"itemIdentifier":"b"}]})");
  EXPECT_EQ(seen.log, R"(b:{"message":"x"};)");
}

TEST(sqs_partial_batch_failure, takes_a_missing_outcome_for_a_failure) {
  const std::string all = R"({"batchItemFailures":[{"itemIdentifier":"a"},{"itemIdentifier":"b"}]})";
  EXPECT_EQ(after(two, std::nullopt).response, all);
  EXPECT_EQ(after(two, json::parse("[]")).response, all);
  EXPECT_EQ(after(two, json::parse(R"([null,{"status":"done"}])")).response, all);
  EXPECT_EQ(after(two, json::parse("[]")).log, "a:null;b:null;");
}

TEST(sqs_partial_batch_failure, needs_no_records) {
  EXPECT_EQ(after("{}", json::parse("[]")).response, R"({"batchItemFailures":[]})");
  EXPECT_EQ(after(R"({"Records":[{}]})", json::parse("[]")).response, R"({"batchItemFailures":[{}]})");
}

TEST(sqs_partial_batch_failure, fails_all_messages_when_the_handler_fails) {
  testing::test_request call(json::parse(two));
  call.request.error = error("boom");
  std::string log;
  const sqs_partial_batch_failure subject(
      {.logger = [&](const json::value& reason, const json::value&) { log += json::find_string(reason, "message"); }});
  subject.on_error(call.request);
  EXPECT_EQ(call.response_text(), R"({"batchItemFailures":[{"itemIdentifier":"a"},{"itemIdentifier":"b"}]})");
  EXPECT_EQ(log, "boomboom");
  call.request.response = "mine";
  subject.on_error(call.request);
  EXPECT_EQ(call.request.response, json::value("mine"));
}

TEST(sqs_partial_batch_failure, logs_one_line_by_default) {
  testing::test_request call(json::parse(two), json::parse(R"([{"status":"fulfilled"}])"));
  ::testing::internal::CaptureStderr();
  sqs_partial_batch_failure().after(call.request);
  EXPECT_NE(::testing::internal::GetCapturedStderr().find(R"("messageId":"b")"), std::string::npos);
}

TEST(sqs_partial_batch_failure, reads_options) {
  EXPECT_EQ(sqs_partial_batch_failure::read_options({{"logger", false}}).logger, nullptr);
  EXPECT_THROW(standard_middlewares().make(sqs_partial_batch_failure::name, {{"logger", true}}), error);
  EXPECT_THROW(standard_middlewares().make(sqs_partial_batch_failure::name, {{"x", true}}), error);
}

}  // namespace
}  // namespace lamina
