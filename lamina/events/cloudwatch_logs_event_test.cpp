#include "lamina/events/cloudwatch_logs_event.h"

#include <gtest/gtest.h>

#include "lamina/events/sample_events.h"

namespace lamina {
namespace {

TEST(cloudwatch_logs_event, unpacks_the_lines) {
  const auto read = cloudwatch_logs_event::from_event(read_sample_event("cloudwatch-logs"));
  ASSERT_TRUE(read) << read.error().message;
  const cloudwatch_logs_event& event = *read;
  EXPECT_EQ(event.message_type(), "DATA_MESSAGE");
  EXPECT_EQ(event.owner(), "123456789123");
  EXPECT_EQ(event.log_group(), "testLogGroup");
  EXPECT_EQ(event.log_stream(), "testLogStream");
  EXPECT_EQ(event.subscription_filters(), std::vector<std::string_view>{"testFilter"});
  ASSERT_EQ(event.log_events().size(), 2U);
  EXPECT_EQ(event.log_events()[0].id(), "eventId1");
  EXPECT_EQ(event.log_events()[0].timestamp(), event_time(std::chrono::milliseconds(1440442987000)));
  EXPECT_EQ(event.log_events()[1].message(), "[ERROR] Second test message");
}

TEST(cloudwatch_logs_event, reads_what_a_middleware_has_unpacked) {
  const auto read = cloudwatch_logs_event::from_event(json::parse(R"({"awslogs":{"data":{"logGroup":"g"}}})"));
  EXPECT_EQ(read.value().log_group(), "g");
  EXPECT_TRUE(read.value().log_events().empty());
  EXPECT_EQ(cloudwatch_logs_event::from_event(nullptr).value().log_group(), "");
}

TEST(cloudwatch_logs_event, fails_for_what_is_no_log) {
  const auto why = [](std::string_view data) {
    const auto read = cloudwatch_logs_event::from_event(json::value{{"awslogs", {{"data", data}}}});
    return read ? "" : read.error().message;
  };
  EXPECT_EQ(why("aGVsbG8="), "awslogs.data: gzip: cannot be done");
  EXPECT_TRUE(why("H4sIAAAAAAAC/8tIzcnJBwCGphA2BQAAAA==").starts_with("awslogs.data: line 1, column 1"))
      << why("H4sIAAAAAAAC/8tIzcnJBwCGphA2BQAAAA==");
}

}  // namespace
}  // namespace lamina
