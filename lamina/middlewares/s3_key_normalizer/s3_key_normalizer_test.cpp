#include "lamina/middlewares/s3_key_normalizer/s3_key_normalizer.h"

#include <gtest/gtest.h>

#include "lamina/middlewares/registry.h"
#include "lamina/testing/test_request.h"

namespace lamina {
namespace {

// The event afterwards, or the message of the error.
std::string normalized(std::string_view event) {
  testing::test_request call(json::parse(event));
  step said = s3_key_normalizer().before(call.request);
  return said.failure() ? said.failure()->message : json::serialize(call.request.event);
}
std::string record(std::string_view key, std::string_view version = "2.1") {
  return R"({"eventSource":"aws:s3","eventVersion":")" + std::string(version) + R"(","s3":{"object":{"key":")" +
         std::string(key) + R"("}}})";
}
std::string event_of(const std::string& record) { return R"({"Records":[)" + record + "]}"; }

TEST(s3_key_normalizer, decodes_keys) {
  EXPECT_EQ(normalized(event_of(record("This+is+a+picture.jpg"))), event_of(record("This is a picture.jpg")));
  EXPECT_EQ(normalized(event_of(record("%C3%A9%2B", "2.0") + "," + record("a%20b", "2"))),
            event_of(record("é+", "2.0") + "," + record("a b", "2")));
}

TEST(s3_key_normalizer, decodes_keys_in_messages) {
  const auto sqs = [](const std::string& body) { return R"({"eventSource":"aws:sqs","body":)" + body + "}"; };
  const auto sns = [](const std::string& body) {
    return R"({"eventSource":"aws:sns","Sns":{"Message":)" + body + "}}";
  };
  EXPECT_EQ(normalized(event_of(sqs(event_of(record("a+b"))))), event_of(sqs(event_of(record("a b")))));
  EXPECT_EQ(normalized(event_of(sns(event_of(sqs(event_of(record("a+b"))))))),
            event_of(sns(event_of(sqs(event_of(record("a b")))))));
}

TEST(s3_key_normalizer, leaves_everything_else_alone) {
  for (const std::string& event :
       {event_of(record("a+b", "1.0")), event_of(record("a+b", "3.0")), event_of(record("a+b", "20.0")),
        event_of(R"({"eventSource":"aws:s3","eventVersion":"2.1","s3":{}})"),
        event_of(R"({"eventSource":"aws:sqs","body":"a+b"})"), event_of(R"({"eventSource":"aws:sns"})"),
        event_of(R"({"eventSource":"aws:other","s3":{"object":{"key":"a+b"}}})"), std::string(R"({"Records":{}})"),
        std::string("null"), std::string("[1]"), std::string(R"({"Records":[null,1]})")})
    EXPECT_EQ(normalized(event), event);
}

TEST(s3_key_normalizer, refuses_keys_that_are_not_encoded) {
  EXPECT_EQ(normalized(event_of(record("100%"))), "S3 key is not percent-encoded UTF-8: 100%");
}

TEST(s3_key_normalizer, has_no_options) {
  EXPECT_TRUE(standard_middlewares().make("s3-key-normalizer").before());
  EXPECT_THROW(standard_middlewares().make("s3-key-normalizer", {{"x", 1}}), error);
}

}  // namespace
}  // namespace lamina
