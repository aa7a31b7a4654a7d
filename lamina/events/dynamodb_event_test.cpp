#include "lamina/events/dynamodb_event.h"

#include <gtest/gtest.h>

#include "lamina/events/sample_events.h"

namespace lamina {
namespace {

std::string text_of(const result<json::object>& image) {
  return image ? json::serialize(*image) : image.error().message;
}

TEST(dynamodb_event, has_its_changes_as_plain_values) {
  const json::value document = read_sample_event("dynamodb");
  const dynamodb_event event = dynamodb_event::from_event(document);
  ASSERT_EQ(event.records().size(), 3U);
  const dynamodb_record made = event.records()[0];
  EXPECT_EQ(made.event_id(), "1");
  EXPECT_EQ(made.event_name(), "INSERT");
  EXPECT_EQ(made.region(), "us-west-2");
  EXPECT_EQ(made.stream_arn(),
            "arn:aws:dynamodb:us-west-2:111122223333:table/TestTable/stream/2015-05-11T21:21:33.291");
  EXPECT_EQ(made.sequence_number(), "111");
  EXPECT_EQ(made.view_type(), "NEW_AND_OLD_IMAGES");
  EXPECT_EQ(made.created_at(), event_time(std::chrono::milliseconds(1479499740000)));
  EXPECT_EQ(text_of(made.keys()), R"({"Id":101})");
  EXPECT_EQ(text_of(made.new_image()),
            R"({"Message":"New item!","Id":101,"Tags":["a","b"],"Price":{"amount":12.5,"currency":"EUR"}})");
  EXPECT_EQ(text_of(made.old_image()), "{}");
  EXPECT_EQ(text_of(event.records()[1].old_image()), R"({"Message":"New item!","Id":101})");
}

TEST(dynamodb_event, knows_what_expired) {
  const json::value document = read_sample_event("dynamodb");
  const auto records = dynamodb_event(document).records();
  EXPECT_FALSE(records[0].is_expired());
  EXPECT_FALSE(records[1].is_expired());
  EXPECT_TRUE(records[2].is_expired());
}

TEST(dynamodb_event, fails_for_attributes_of_no_type) {
  const json::value document = json::parse(R"({"Records":[{"dynamodb":{"Keys":{"a":{"X":1}}}}]})");
  EXPECT_EQ(text_of(dynamodb_event(document).records()[0].keys()), "Unsupported type passed: X");
}

}  // namespace
}  // namespace lamina
