#include "lamina/events/http_response.h"

#include <gtest/gtest.h>

namespace lamina {
namespace {

TEST(http_response, is_written_as_the_services_read_it) {
  const http_response response{.status_code = 201, .headers = {{"Location", "/orders/7"}}, .body = "made"};
  EXPECT_EQ(json::serialize(response.to_json()),
            R"({"statusCode":201,"headers":{"Location":"/orders/7"},"body":"made"})");
  EXPECT_EQ(json::serialize(http_response().to_json()), R"({"statusCode":200,"body":""})");
}

TEST(http_response, comes_back_as_it_went) {
  const http_response response{.status_code = 404,
                               .headers = {{"A", "1"}, {"B", "2"}},
                               .multi_value_headers = {{"Set-Cookie", {"a=1", "b=2"}}},
                               .cookies = {"c=3"},
                               .body = "AAE=",
                               .is_base64_encoded = true};
  const auto back = http_response::from_json(response.to_json());
  ASSERT_TRUE(back);
  EXPECT_EQ(*back, response);
}

TEST(http_response, refuses_what_is_no_response) {
  EXPECT_FALSE(http_response::from_json("text"));
  EXPECT_FALSE(http_response::from_json({{"statusCode", "200"}}));
  EXPECT_FALSE(http_response::from_json({{"statusCode", 1e99}}));
  EXPECT_FALSE(http_response::from_json({{"statusCode", -1}}));
}

std::string normalized(std::optional<json::value> response) {
  normalize_http_response(response);
  return json::serialize(*response);
}

TEST(normalize_http_response, follows_middys_rules) {
  EXPECT_EQ(normalized(std::nullopt), R"({"statusCode":500,"headers":{}})");
  EXPECT_EQ(normalized("x"), R"({"statusCode":200,"body":"x","headers":{}})");
  EXPECT_EQ(normalized(nullptr), R"({"statusCode":200,"body":null,"headers":{}})");
  EXPECT_EQ(normalized(json::object()), R"({"statusCode":200,"body":{},"headers":{}})");
  EXPECT_EQ(normalized(json::value({{"body", "x"}})), R"({"body":"x","statusCode":500,"headers":{}})");
  EXPECT_EQ(normalized(json::parse(R"({"statusCode":null,"headers":null})")), R"({"statusCode":500,"headers":{}})");
}

TEST(normalize_http_response, leaves_a_whole_response_alone) {
  EXPECT_EQ(normalized(json::parse(R"({"statusCode":204,"headers":{"a":"b"},"x":1})")),
            R"({"statusCode":204,"headers":{"a":"b"},"x":1})");
}

TEST(http_response, is_made_in_the_given_storage) {
  json::monotonic_resource arena;
  const http_response made{.headers = {{"a", "a text longer than the small buffer"}}, .body = "b"};
  const json::value document = made.to_json(&arena);
  EXPECT_EQ(document.at("headers").at("a").storage().get(), &arena);
  EXPECT_EQ(document, made.to_json());
  std::optional<json::value> nothing;
  EXPECT_EQ(normalize_http_response(nothing, &arena).storage().get(), &arena);
}

}  // namespace
}  // namespace lamina
