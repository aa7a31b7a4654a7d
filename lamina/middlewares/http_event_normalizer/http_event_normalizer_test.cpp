#include "lamina/middlewares/http_event_normalizer/http_event_normalizer.h"

#include <gtest/gtest.h>

#include "lamina/middlewares/registry.h"
#include "lamina/testing/test_request.h"

namespace lamina {
namespace {

std::string normalized(std::string_view event) {
  testing::test_request call(json::parse(event));
  http_event_normalizer().before(call.request);
  return json::serialize(call.request.event);
}

TEST(http_event_normalizer, completes_rest_events) {
  const std::string empty = R"("multiValueQueryStringParameters":{},"pathParameters":{},"queryStringParameters":{}})";
  EXPECT_EQ(normalized(R"({"httpMethod":"GET"})"), R"({"httpMethod":"GET",)" + empty);
  EXPECT_EQ(normalized(R"({"version":"1.0","method":"GET"})"), R"({"version":"1.0","method":"GET",)" + empty);
  EXPECT_EQ(normalized(R"({"version":null,"pathParameters":null})"),
            R"({"version":null,"pathParameters":{},"multiValueQueryStringParameters":{},"queryStringParameters":{}})");
}

TEST(http_event_normalizer, completes_http_api_events) {
  EXPECT_EQ(normalized(R"({"version":"2.0"})"), R"({"version":"2.0","pathParameters":{},"queryStringParameters":{}})");
}

TEST(http_event_normalizer, keeps_what_is_there) {
  const std::string event = R"({"version":"2.0","pathParameters":{"id":"7"},"queryStringParameters":{"a":"1,2"}})";
  EXPECT_EQ(normalized(event), event);
}

TEST(http_event_normalizer, translates_vpc_lattice_events) {
  EXPECT_EQ(normalized(R"({"method":"GET","query_string_parameters":{"a":"1"},"is_base64_encoded":true})"),
            R"({"method":"GET","query_string_parameters":{"a":"1"},"is_base64_encoded":true,)"
            R"("queryStringParameters":{"a":"1"},"isBase64Encoded":true,"pathParameters":{}})");
  EXPECT_EQ(normalized(R"({"method":"GET","isBase64Encoded":true,"queryStringParameters":{"old":"1"}})"),
            R"({"method":"GET","pathParameters":{},"queryStringParameters":{}})");
}

TEST(http_event_normalizer, leaves_other_documents_alone) {
  for (const char* event : {"null", "[]", "\"x\"", "5"}) EXPECT_EQ(normalized(event), event);
}

TEST(http_event_normalizer, has_no_options) {
  EXPECT_TRUE(standard_middlewares().make(http_event_normalizer::name).before());
  EXPECT_THROW(standard_middlewares().make(http_event_normalizer::name, {{"payloadFormatVersion", 1}}), error);
}

}  // namespace
}  // namespace lamina
