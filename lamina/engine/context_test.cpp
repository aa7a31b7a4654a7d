#include "lamina/engine/context.h"

#include <gtest/gtest.h>

#include "lamina/testing/manual_scheduler.h"

namespace lamina {
namespace {

using namespace std::chrono_literals;

TEST(context, reads_its_document) {
  testing::manual_scheduler loop;
  const context subject(loop, {{"awsRequestId", "r-1"}, {"functionName", "f"}, {"traceId", 7}});
  EXPECT_EQ(subject.aws_request_id(), "r-1");
  EXPECT_EQ(subject.function_name(), "f");
  EXPECT_EQ(subject.trace_id(), "");
  EXPECT_EQ(subject.log_group_name(), "");
}

TEST(context, counts_down_to_its_deadline) {
  testing::manual_scheduler loop;
  context subject(loop);
  EXPECT_EQ(subject.remaining_time(), std::nullopt);
  subject.deadline = loop.now() + 50ms;
  loop.advance(20ms);
  EXPECT_EQ(subject.remaining_time(), 30ms);
  loop.advance(100ms);
  EXPECT_EQ(subject.remaining_time(), 0ms);
}

TEST(context, keeps_one_object_of_each_type) {
  testing::manual_scheduler loop;
  context subject(loop);
  EXPECT_EQ(subject.attached<int>(), nullptr);
  EXPECT_EQ(subject.attach(std::make_shared<int>(1)), 1);
  subject.attach(std::make_shared<std::string>("text"));
  subject.attach(std::make_shared<int>(2));
  ASSERT_NE(subject.attached<int>(), nullptr);
  EXPECT_EQ(*subject.attached<int>(), 2);
  EXPECT_EQ(*subject.attached<std::string>(), "text");
}

TEST(context, tells_whoever_holds_its_token_to_stop) {
  testing::manual_scheduler loop;
  context subject(loop);
  const std::stop_token token = subject.stop_token();
  EXPECT_FALSE(token.stop_requested());
  subject.request_stop();
  EXPECT_TRUE(token.stop_requested());
}

}  // namespace
}  // namespace lamina
