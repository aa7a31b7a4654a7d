#include "lamina/events/sns_event.h"

#include <gtest/gtest.h>

#include "lamina/events/sample_events.h"

namespace lamina {
namespace {

TEST(sns_event, has_its_message) {
  const json::value document = read_sample_event("sns");
  const sns_event event = sns_event::from_event(document);
  ASSERT_EQ(event.records().size(), 1U);
  const sns_record record = event.records()[0];
  EXPECT_EQ(record.message_id(), "95df01b4-ee98-5cb9-9903-4c221d41eb5e");
  EXPECT_EQ(record.topic_arn(), "arn:aws:sns:us-east-1:123456789012:sns-lambda");
  EXPECT_EQ(record.subscription_arn(),
            "arn:aws:sns:us-east-1:123456789012:sns-lambda:21be56ed-a058-49f5-8c98-aedd2564c486");
  EXPECT_EQ(record.subject(), "TestInvoke");
  EXPECT_EQ(record.timestamp(), "2019-01-02T12:45:07.000Z");
  EXPECT_EQ(record.message(), "Hello from SNS!");
  EXPECT_EQ(record.attribute("Test"), "TestString");
  EXPECT_EQ(record.attribute("none"), "");
}

TEST(sns_event, has_a_parsed_message) {
  const json::value document = json::parse(R"({"Records":[{"Sns":{"Message":{"order":7}}}]})");
  EXPECT_EQ(sns_event(document).records()[0].message(), "");
  EXPECT_EQ(sns_event(document).records()[0].json().at("order"), 7);
}

}  // namespace
}  // namespace lamina
