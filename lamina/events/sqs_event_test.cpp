#include "lamina/events/sqs_event.h"

#include <gtest/gtest.h>

#include "lamina/events/sample_events.h"

namespace lamina {
namespace {

TEST(sqs_event, has_its_messages) {
  const json::value document = read_sample_event("sqs");
  const sqs_event event(document);
  ASSERT_EQ(event.records().size(), 2U);
  const sqs_message message = event.records()[0];
  EXPECT_EQ(message.message_id(), "059f36b4-87a3-44ab-83d2-661975830a7d");
  EXPECT_EQ(message.receipt_handle(), "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a...");
  EXPECT_EQ(message.body(), "Test message.");
  EXPECT_EQ(message.json(), json::value("Test message."));
  EXPECT_EQ(message.receive_count(), 1);
  EXPECT_EQ(message.sent_at(), event_time(std::chrono::milliseconds(1545082649183)));
  EXPECT_EQ(message.group_id(), "");
  EXPECT_EQ(message.deduplication_id(), "");
  EXPECT_EQ(message.attribute("myAttribute"), "myValue");
  EXPECT_EQ(message.attribute("other"), "");
  EXPECT_EQ(message.queue_arn(), "arn:aws:sqs:us-east-2:123456789012:my-queue");
  EXPECT_EQ(message.region(), "us-east-2");
}

TEST(sqs_event, has_parsed_bodies_and_the_attributes_of_fifo_queues) {
  const json::value document = json::parse(
      R"({"Records":[{"body":{"order":7},"attributes":{"MessageGroupId":"g","MessageDeduplicationId":"d"}}]})");
  for (const sqs_message message : sqs_event::from_event(document).records()) {
    EXPECT_EQ(message.body(), "");
    EXPECT_EQ(message.json().at("order"), 7);
    EXPECT_EQ(message.group_id(), "g");
    EXPECT_EQ(message.deduplication_id(), "d");
  }
}

}  // namespace
}  // namespace lamina
