#include "lamina/middlewares/event_batch_response/event_batch_response.h"

#include <gtest/gtest.h>

#include "lamina/middlewares/registry.h"
#include "lamina/testing/test_request.h"

namespace lamina {
namespace {

constexpr std::string_view mixed =
    R"([{"status":"fulfilled","value":1},{"status":"rejected","reason":{"message":"x"}}])";

std::string answered(std::string_view event, std::string_view outcomes) {
  testing::test_request call(json::parse(event), json::parse(outcomes));
  const event_batch_response subject;
  subject.before(call.request);
  subject.after(call.request);
  return call.response_text();
}

TEST(event_batch_response, names_the_records_to_deliver_again) {
  EXPECT_EQ(answered(R"({"Records":[{"eventSource":"aws:sqs","messageId":"a"},{"messageId":"b"}]})", mixed),
            R"({"batchItemFailures":[{"itemIdentifier":"b"}]})");
  EXPECT_EQ(answered(R"({"Records":[{"eventSource":"aws:kinesis"},{"kinesis":{"sequenceNumber":"9"}}]})", mixed),
            R"({"batchItemFailures":[{"itemIdentifier":"9"}]})");
  EXPECT_EQ(answered(R"({"Records":[{"eventSource":"aws:dynamodb"},{"dynamodb":{"SequenceNumber":"d"}}]})", mixed),
            R"({"batchItemFailures":[{"itemIdentifier":"d"}]})");
  EXPECT_EQ(
      answered(R"({"eventSource":"aws:kafka","records":{"o-0":[{}],"o-1":[{"topic":"o","partition":1,"offset":"7"}]}})",
               mixed),
      R"({"batchItemFailures":[{"itemIdentifier":{"partition":"o-1","offset":7}}]})");
}

TEST(event_batch_response, takes_a_missing_outcome_for_a_failure) {
  EXPECT_EQ(answered(R"({"Records":[{"eventSource":"aws:sqs","messageId":"a"}]})", "[]"),
            R"({"batchItemFailures":[{"itemIdentifier":"a"}]})");
  EXPECT_EQ(answered(R"({"Records":[{"eventSource":"aws:sqs"}]})", "[null]"), R"({"batchItemFailures":[{}]})");
}

TEST(event_batch_response, reports_results_of_s3_batch_operations) {
  const std::string_view event =
      R"({"invocationSchemaVersion":"1.0","invocationId":"i","tasks":[{"taskId":"a"},{"taskId":"b"},{"taskId":"c"}]})";
  EXPECT_EQ(answered(event, R"([{"status":"fulfilled","value":"done"},{"status":"rejected","reason":{"message":"x"}},
                               {"status":"fulfilled","value":{"resultCode":"PermanentFailure"}}])"),
            R"({"invocationSchemaVersion":"1.0","treatMissingKeysAs":"PermanentFailure","invocationId":"i","results":[)"
            R"({"taskId":"a","resultCode":"Succeeded","resultString":"done"},)"
            R"({"taskId":"b","resultCode":"TemporaryFailure","resultString":"x"},)"
            R"({"taskId":"c","resultCode":"PermanentFailure","resultString":""}]})");
}

TEST(event_batch_response, encodes_firehose_records_and_remembers_their_data) {
  testing::test_request call(json::parse(R"({"deliveryStreamArn":"a","records":[{"recordId":"1","data":"ZDA="},
      {"recordId":"2","data":"ZDE="},{"recordId":"3","data":"ZDI="},{"recordId":"4","data":"ZDM="}]})"));
  const event_batch_response subject;
  subject.before(call.request);
  for (json::value& record : call.request.event.at("records").get_array()) record.at("data") = "changed";
  call.request.response = json::parse(R"([{"status":"fulfilled","value":{"a":1}},{"status":"rejected"},
      {"status":"fulfilled","value":{"result":"Dropped"}},{"status":"fulfilled"}])");
  subject.after(call.request);
  EXPECT_EQ(call.response_text(),
            R"({"records":[{"recordId":"1","result":"Ok","data":"eyJhIjoxfQ=="},)"
            R"({"recordId":"2","result":"ProcessingFailed","data":"ZDE="},)"
            R"({"recordId":"3","result":"Dropped","data":"ZDI="},{"recordId":"4","result":"Ok","data":"ZDM="}]})");
}

TEST(event_batch_response, leaves_other_responses_and_services_alone) {
  const std::string_view sqs = R"({"Records":[{"eventSource":"aws:sqs","messageId":"a"}]})";
  EXPECT_EQ(answered(sqs, R"({"mine":1})"), R"({"mine":1})");
  EXPECT_EQ(answered(R"({"Records":[{"EventSource":"aws:sns"}]})", "[1]"), "[1]");
  EXPECT_EQ(answered("null", "[1]"), "[1]");
}

TEST(event_batch_response, fails_all_records_when_the_handler_fails) {
  testing::test_request call(json::parse(R"({"Records":[{"eventSource":"aws:sqs","messageId":"a"}]})"));
  call.request.error = error("boom");
  event_batch_response().on_error(call.request);
  EXPECT_EQ(call.request.response, std::nullopt) << "an error of a hook before its own is none of its business";
  event_batch_response().before(call.request);
  event_batch_response().on_error(call.request);
  EXPECT_EQ(call.response_text(), R"({"batchItemFailures":[{"itemIdentifier":"a"}]})");
  testing::test_request unknown(json::object{{"detail", 1}});
  unknown.request.error = error("boom");
  event_batch_response().before(unknown.request);
  event_batch_response().on_error(unknown.request);
  EXPECT_EQ(unknown.request.response, std::nullopt);
}

TEST(event_batch_response, has_no_options) {
  EXPECT_TRUE(standard_middlewares().make(event_batch_response::name).after());
  EXPECT_THROW(standard_middlewares().make(event_batch_response::name, {{"x", 1}}), error);
}

}  // namespace
}  // namespace lamina
