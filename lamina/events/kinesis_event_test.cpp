#include "lamina/events/kinesis_event.h"

#include <gtest/gtest.h>

#include "lamina/events/sample_events.h"

namespace lamina {
namespace {

TEST(kinesis_event, has_its_records) {
  const json::value document = read_sample_event("kinesis");
  const kinesis_event event = kinesis_event::from_event(document);
  ASSERT_EQ(event.records().size(), 2U);
  const kinesis_record record = event.records()[0];
  EXPECT_EQ(record.event_id(), "shardId-000000000006:49590338271490256608559692538361571095921575989136588898");
  EXPECT_EQ(record.stream_arn(), "arn:aws:kinesis:us-east-2:123456789012:stream/lambda-stream");
  EXPECT_EQ(record.region(), "us-east-2");
  EXPECT_EQ(record.partition_key(), "1");
  EXPECT_EQ(record.sequence_number(), "49590338271490256608559692538361571095921575989136588898");
  EXPECT_EQ(record.arrived_at(), event_time(std::chrono::milliseconds(1545084650987)));
  EXPECT_EQ(record.data(), "Hello, this is a test.");
}

TEST(kinesis_event, has_parsed_data) {
  const json::value document = json::parse(R"({"Records":[{"kinesis":{"data":{"order":7}}}]})");
  EXPECT_EQ(kinesis_event(document).records()[0].json().at("order"), 7);
  EXPECT_EQ(kinesis_event(document).records()[0].data(), "");
}

}  // namespace
}  // namespace lamina
