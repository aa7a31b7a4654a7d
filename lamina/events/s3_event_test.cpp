#include "lamina/events/s3_event.h"

#include <gtest/gtest.h>

#include "lamina/events/sample_events.h"

namespace lamina {
namespace {

TEST(s3_event, says_what_happened_to_which_object) {
  const json::value document = read_sample_event("s3");
  const s3_event event = s3_event::from_event(document);
  ASSERT_EQ(event.records().size(), 1U);
  const s3_record record = event.records()[0];
  EXPECT_EQ(record.event_name(), "ObjectCreated:Put");
  EXPECT_EQ(record.time(), "2019-09-03T19:37:27.192Z");
  EXPECT_EQ(record.region(), "us-east-2");
  EXPECT_EQ(record.bucket(), "amzn-s3-demo-bucket");
  EXPECT_EQ(record.bucket_arn(), "arn:aws:s3:::amzn-s3-demo-bucket");
  EXPECT_EQ(record.key(), "photos/Happy Face?.jpg");
  EXPECT_EQ(record.key_text(), "photos/Happy+Face%3F.jpg");
  EXPECT_EQ(record.size(), 1305107);
  EXPECT_EQ(record.etag(), "b21b84d653bb07b05b1e6b33684dc11b");
  EXPECT_EQ(record.version_id(), "096fKKXTRTtl3on89fVO.nfljtsv6qko");
  EXPECT_EQ(record.sequencer(), "0C0F6F405D6ED209E1");
}

TEST(decode_s3_key, leaves_what_is_not_encoded) {
  EXPECT_EQ(decode_s3_key("a+b%20c/%C3%A9"), "a b c/é");
  EXPECT_EQ(decode_s3_key("100%+sure"), "100%+sure");
  EXPECT_EQ(decode_s3_key(""), "");
}

}  // namespace
}  // namespace lamina
