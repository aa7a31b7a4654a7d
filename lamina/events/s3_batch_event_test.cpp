#include "lamina/events/s3_batch_event.h"

#include <gtest/gtest.h>

#include "lamina/events/sample_events.h"

namespace lamina {
namespace {

TEST(s3_batch_event, has_its_tasks) {
  const json::value document = read_sample_event("s3-batch");
  const auto event = s3_batch_event::from_event(document);
  EXPECT_EQ(event.schema_version(), "1.0");
  EXPECT_EQ(event.invocation_id(), "YXNkbGZqYWRmaiBhc2RmdW9hZHNmZGpmaGFzbGtkaGZza2RmaAo");
  EXPECT_EQ(event.job_id(), "f3cc4f60-61f6-4a2b-8a21-d07600c373ce");
  EXPECT_EQ(event.user_argument("a"), "");
  ASSERT_EQ(event.tasks().size(), 1U);
  EXPECT_EQ(event.tasks()[0].task_id(), "dGFza2lkZ29lc2hlcmUK");
  EXPECT_EQ(event.tasks()[0].key(), "customerImage1.jpg");
  EXPECT_EQ(event.tasks()[0].version_id(), "1");
  EXPECT_EQ(event.tasks()[0].bucket(), "amzn-s3-demo-bucket");
}

TEST(s3_batch_event, of_version_2_names_the_bucket) {
  const json::value document = json::parse(
      R"({"job":{"userArguments":{"a":"b"}},"tasks":[{"s3Key":"a+b%3F","s3Bucket":"bucket"},{"s3BucketArn":"odd"},{}]})");
  const s3_batch_event event(document);
  EXPECT_EQ(event.user_argument("a"), "b");
  EXPECT_EQ(event.tasks()[0].key(), "a b?");
  EXPECT_EQ(event.tasks()[0].key_text(), "a+b%3F");
  EXPECT_EQ(event.tasks()[0].bucket(), "bucket");
  EXPECT_EQ(event.tasks()[1].bucket(), "odd");
  EXPECT_EQ(event.tasks()[2].bucket(), "");
}

TEST(s3_batch_response, says_what_became_of_each_task) {
  const json::value document = {{"invocationSchemaVersion", "2.0"}, {"invocationId", "i"}};
  s3_batch_response response{s3_batch_event(document)};
  response.succeed("1", "done");
  response.retry("2", "busy");
  response.fail("3", "gone");
  EXPECT_EQ(json::serialize(response.to_json()),
            R"({"invocationSchemaVersion":"2.0","treatMissingKeysAs":"PermanentFailure","invocationId":"i","results":[)"
            R"({"taskId":"1","resultCode":"Succeeded","resultString":"done"},)"
            R"({"taskId":"2","resultCode":"TemporaryFailure","resultString":"busy"},)"
            R"({"taskId":"3","resultCode":"PermanentFailure","resultString":"gone"}]})");
}

}  // namespace
}  // namespace lamina
