#include "lamina/middlewares/event_normalizer/event_normalizer.h"

#include <gtest/gtest.h>

#include "lamina/base/base64.h"
#include "lamina/compression/compress.h"
#include "lamina/middlewares/registry.h"
#include "lamina/testing/test_request.h"

namespace lamina {
namespace {

std::string normalized(std::string_view event, event_normalizer_options options = {}) {
  testing::test_request call(json::parse(event));
  step said = event_normalizer(options).before(call.request);
  return said.failure() ? said.failure()->message : json::serialize(call.request.event);
}

TEST(event_normalizer, parses_sqs_bodies_that_are_json) {
  EXPECT_EQ(normalized(R"({"Records":[{"eventSource":"aws:sqs","body":"{\"a\":1}"},{"body":"text"},{"body":"1"},{}]})"),
            R"({"Records":[{"eventSource":"aws:sqs","body":{"a":1}},{"body":"text"},{"body":"1"},{}]})");
}

TEST(event_normalizer, reads_events_inside_messages) {
  const json::value inner = {{"Records", {{{"eventSource", "aws:s3"}, {"s3", {{"object", {{"key", "a+b%2Fc"}}}}}}}}};
  const json::value note = {{"Type", "Notification"}, {"Message", json::serialize(inner)}};
  const json::value event = {{"Records", {{{"eventSource", "aws:sqs"}, {"body", json::serialize(note)}}}}};
  EXPECT_EQ(normalized(json::serialize(event)),
            R"({"Records":[{"eventSource":"aws:sqs","body":{"Type":"Notification","Message":)"
            R"({"Records":[{"eventSource":"aws:s3","s3":{"object":{"key":"a b/c"}}}]}}}]})");
  EXPECT_EQ(normalized(R"({"Records":[{"EventSource":"aws:sns","Sns":{"Message":"[1]"}}]})"),
            R"({"Records":[{"EventSource":"aws:sns","Sns":{"Message":[1]}}]})");
}

TEST(event_normalizer, decodes_streams_and_queues) {
  EXPECT_EQ(normalized(R"({"Records":[{"eventSource":"aws:kinesis","kinesis":{"data":"gYGB"}}]})"),
            "{\"Records\":[{\"eventSource\":\"aws:kinesis\",\"kinesis\":{\"data\":\"\uFFFD\uFFFD\uFFFD\"}}]}");
  EXPECT_EQ(normalized(R"({"deliveryStreamArn":"a","records":[{"data":"eyJhIjoxfQ=="}]})"),
            R"({"deliveryStreamArn":"a","records":[{"data":{"a":1}}]})");
  EXPECT_EQ(normalized(R"({"eventSource":"aws:kafka","records":{"t-0":[{"key":"Imsi","value":"WzJd"},{"key":null}]}})"),
            R"({"eventSource":"aws:kafka","records":{"t-0":[{"key":"k","value":[2]},{"key":null}]}})");
  EXPECT_EQ(normalized(R"({"eventSource":"aws:rmq","rmqMessagesByQueue":{"q":[{"data":"dA=="}]}})"),
            R"({"eventSource":"aws:rmq","rmqMessagesByQueue":{"q":[{"data":"t"}]}})");
}

TEST(event_normalizer, unpacks_logs_up_to_a_limit) {
  const std::string data = base64_encode(*compress(content_coding::gzip, R"({"logGroup":"g"})"));
  const std::string event = R"({"awslogs":{"data":")" + data + R"("}})";
  EXPECT_EQ(normalized(event), R"({"awslogs":{"data":{"logGroup":"g"}}})");
  EXPECT_EQ(normalized(event, {.max_decompressed_bytes = 5}), "awslogs.data: Payload Too Large");
  EXPECT_NE(normalized(R"({"awslogs":{"data":"bm9wZQ=="}})"), R"({"awslogs":{"data":"nope"}})");
}

TEST(event_normalizer, makes_dynamodb_images_plain) {
  EXPECT_EQ(normalized(R"({"Records":[{"eventSource":"aws:dynamodb","dynamodb":{"Keys":{"id":{"N":"7"}}}}]})"),
            R"({"Records":[{"eventSource":"aws:dynamodb","dynamodb":{"Keys":{"id":7},"NewImage":{},"OldImage":{}}}]})");
  EXPECT_EQ(normalized(R"({"Records":[{"eventSource":"aws:dynamodb","dynamodb":{"Keys":{"id":{"X":"7"}}}}]})"),
            "Unsupported type passed: X");
}

TEST(event_normalizer, parses_what_config_and_codepipeline_send) {
  EXPECT_EQ(normalized(R"({"configRuleId":"1","invokingEvent":"{\"__proto__\":1}","ruleParameters":"x"})"),
            R"({"configRuleId":"1","invokingEvent":{"__proto__":1},"ruleParameters":"x"})");
}

TEST(event_normalizer, refuses_keys_that_attack_javascript) {
  for (const char* event : {R"({"Records":[{"eventSource":"aws:sqs","body":"{\"__proto__\":1}"}]})",
                            R"({"deliveryStreamArn":"a","records":[{"data":"eyJfX3Byb3RvX18iOjF9"}]})"})
    EXPECT_EQ(normalized(event), "Forbidden key in JSON body");
}

TEST(event_normalizer, refuses_broken_keys_of_s3) {
  EXPECT_EQ(normalized(R"({"Records":[{"eventSource":"aws:s3","s3":{"object":{"key":"100%"}}}]})"),
            "S3 key is not percent-encoded UTF-8: 100%");
}

TEST(event_normalizer, leaves_other_events_alone) {
  for (const std::string event :
       {"null", "[]", R"({"body":"{}"})", R"({"Records":[]})", R"({"Records":[null]})", R"({"Records":"x"})",
        R"({"source":"aws.ec2","detail":{}})", R"({"Records":[{"eventSource":"aws:ses","ses":{"mail":"{}"}}]})",
        R"({"Records":[{"eventSource":"aws:s3"}]})"})
    EXPECT_EQ(normalized(event), event);
}

TEST(event_normalizer, refuses_unknown_options) {
  EXPECT_TRUE(standard_middlewares().make(event_normalizer::name, {{"wrapNumbers", true}}).before());
  EXPECT_THROW(standard_middlewares().make(event_normalizer::name, {{"maxDecompressedBytes", 1.5}}), error);
  EXPECT_THROW(standard_middlewares().make(event_normalizer::name, {{"x", 1}}), error);
}

}  // namespace
}  // namespace lamina
