#include "examples/user_store/bodies.h"

#include <gtest/gtest.h>

namespace user_store {
namespace {

using namespace lamina;

int status_of(const json::value& headers, const json::value& body, bool is_base64 = false) {
  const json::value event{{"httpMethod", "PUT"}, {"headers", headers}, {"body", body}, {"isBase64Encoded", is_base64}};
  const auto read = read_object(http_event(event));
  return read ? 200 : read.error().status_code;
}

int status_of_type(std::string_view content_type) { return status_of({{"Content-Type", content_type}}, "{}"); }

TEST(body, is_a_json_object_in_utf8) {
  EXPECT_EQ(status_of_type("application/json"), 200);
  EXPECT_EQ(status_of_type("Application/JSON ; Charset=\"UTF-8\"; x=y"), 200);
  EXPECT_EQ(status_of({{"content-type", "application/json"}}, "eyJhIjoxfQ==", true), 200);
}

TEST(body, of_another_type_charset_or_encoding_is_415) {
  for (const char* type :
       {"text/plain", "application/x-www-form-urlencoded", "application/vnd.api+json", "", "json", "application/json5",
        "application/json; charset=iso-8859-1", "application/json;charset=utf-16"}) {
    EXPECT_EQ(status_of_type(type), 415) << type;
  }
  EXPECT_EQ(status_of(json::object(), "{}"), 415);
  EXPECT_EQ(status_of({{"Content-Type", "application/json"}, {"Content-Encoding", "gzip"}}, "{}"), 415);
}

TEST(body, that_is_no_object_is_400) {
  const json::value json_type{{"Content-Type", "application/json"}};
  for (const char* body : {"[]", "\"alice\"", "1", "null", "{\"a\":", "{} x"})
    EXPECT_EQ(status_of(json_type, body), 400);
  EXPECT_EQ(status_of(json_type, ""), 400);
  EXPECT_EQ(status_of(json_type, nullptr), 400);
  EXPECT_EQ(status_of(json::object(), nullptr), 400);
}

TEST(body, over_the_limit_is_413) {
  const json::value json_type{{"Content-Type", "application/json"}};
  const auto padded = [](std::size_t bytes) { return R"({"pad":")" + std::string(bytes - 10, 'x') + "\"}"; };
  ASSERT_EQ(padded(max_body_bytes).size(), max_body_bytes);
  EXPECT_EQ(status_of(json_type, json::value(padded(max_body_bytes))), 200);
  EXPECT_EQ(status_of(json_type, json::value(padded(max_body_bytes + 1))), 413);
}

}  // namespace
}  // namespace user_store
