#include "lamina/events/firehose_event.h"

#include <gtest/gtest.h>

#include "lamina/events/sample_events.h"

namespace lamina {
namespace {

TEST(firehose_event, has_its_records) {
  const json::value document = read_sample_event("firehose");
  const auto event = firehose_event::from_event(document);
  EXPECT_EQ(event.invocation_id(), "invoked123");
  EXPECT_EQ(event.stream_arn(), "aws:lambda:events");
  EXPECT_EQ(event.region(), "us-west-2");
  ASSERT_EQ(event.records().size(), 2U);
  EXPECT_EQ(event.records()[0].record_id(), "record1");
  EXPECT_EQ(event.records()[0].data(), "Hello World");
  EXPECT_EQ(event.records()[0].json(), json::value("SGVsbG8gV29ybGQ="));
  EXPECT_EQ(event.records()[0].arrived_at(), event_time(std::chrono::milliseconds(1510772160000)));
}

TEST(firehose_response, says_what_became_of_each_record) {
  firehose_response response;
  response.keep("1", "HELLO");
  response.drop("2");
  response.fail("3");
  EXPECT_EQ(
      json::serialize(response.to_json()),
      R"({"records":[{"recordId":"1","result":"Ok","data":"SEVMTE8="},)"
      R"({"recordId":"2","result":"Dropped","data":""},{"recordId":"3","result":"ProcessingFailed","data":""}]})");
}

}  // namespace
}  // namespace lamina
