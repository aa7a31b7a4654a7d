#include "lamina/events/eventbridge_event.h"

#include <gtest/gtest.h>

#include "lamina/events/sample_events.h"

namespace lamina {
namespace {

TEST(eventbridge_event, says_what_happened) {
  const json::value document = read_sample_event("eventbridge");
  const eventbridge_event event = eventbridge_event::from_event(document);
  EXPECT_EQ(event.id(), "6a7e8feb-b491-4cf7-a9f1-bf3703467718");
  EXPECT_EQ(event.source(), "aws.ec2");
  EXPECT_EQ(event.detail_type(), "EC2 Instance State-change Notification");
  EXPECT_EQ(event.account(), "111122223333");
  EXPECT_EQ(event.region(), "us-west-1");
  EXPECT_EQ(event.time(), "2017-12-22T18:43:48Z");
  EXPECT_EQ(event.resources(),
            (std::vector<std::string_view>{"arn:aws:ec2:us-west-1:123456789012:instance/i-1234567890abcdef0"}));
  EXPECT_EQ(event.detail().at("state"), "terminated");
}

TEST(eventbridge_event, is_a_schedule_too) {
  const json::value document = read_sample_event("schedule");
  EXPECT_EQ(eventbridge_event(document).detail_type(), "Scheduled Event");
}

}  // namespace
}  // namespace lamina
