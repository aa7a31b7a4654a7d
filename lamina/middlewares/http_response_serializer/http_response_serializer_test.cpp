#include "lamina/middlewares/http_response_serializer/http_response_serializer.h"

#include <gtest/gtest.h>

#include "lamina/json/javascript.h"
#include "lamina/middlewares/registry.h"
#include "lamina/testing/test_request.h"

namespace lamina {
namespace {

std::optional<json::value> as_json(const json::object& response) {
  const json::value* body = response.if_contains("body");
  return body ? std::optional<json::value>(json::serialize(*body)) : std::nullopt;
}
std::optional<json::value> as_xml(const json::object& response) {
  return json::value("<m>" + json::to_text(response.at("body")) + "</m>");
}

http_response_serializer subject(std::optional<std::string> fallback = "application/json") {
  return http_response_serializer({.serializers = {{"^application/xml$", as_xml}, {"^application/json", as_json}},
                                   .default_content_type = std::move(fallback)});
}

std::string serialized(const http_response_serializer& middleware, json::array preferred,
                       std::optional<json::value> response) {
  testing::test_request call(nullptr, std::move(response), {{"preferredMediaTypes", std::move(preferred)}});
  middleware.after(call.request);
  return call.response_text();
}
const json::value hello = {{"statusCode", 200}, {"body", "hi"}};

TEST(http_response_serializer, takes_the_first_preferred_type_with_a_serializer) {
  EXPECT_EQ(serialized(subject(), {"image/png", "application/xml", "application/json"}, hello),
            R"({"statusCode":200,"body":"<m>hi</m>","headers":{"Content-Type":"application/xml"}})");
}

TEST(http_response_serializer, falls_back_to_the_default_type) {
  EXPECT_EQ(serialized(subject(), {"*/*"}, hello),
            R"({"statusCode":200,"body":"\"hi\"","headers":{"Content-Type":"application/json"}})");
  EXPECT_EQ(serialized(subject({}), {"image/png"}, hello), R"({"statusCode":200,"body":"hi","headers":{}})");
}

TEST(http_response_serializer, leaves_responses_with_a_type_alone) {
  const std::string typed = R"({"statusCode":200,"body":"hi","headers":{"content-type":"a/b"}})";
  EXPECT_EQ(serialized(subject(), {}, json::parse(typed)), typed);
  EXPECT_EQ(serialized(subject(), {}, json::parse(R"({"statusCode":200,"body":1,"headers":{"Content-Type":""}})")),
            R"({"statusCode":200,"body":"1","headers":{"Content-Type":"application/json"}})");
}

TEST(http_response_serializer, never_puts_a_clients_text_into_a_header) {
  EXPECT_EQ(serialized(subject({}), {"application/json\r\nX-Evil: 1"}, hello),
            R"({"statusCode":200,"body":"\"hi\"","headers":{}})");
  EXPECT_EQ(serialized(subject({}), {json::value("application/json" + std::string(200, 'x'))}, hello),
            R"({"statusCode":200,"body":"hi","headers":{}})");
}

TEST(http_response_serializer, lets_a_serializer_replace_the_response) {
  const http_response_serializer middleware(
      {.serializers = {{"JSON",
                        [](const json::object&) {
                          return std::optional<json::value>({{"body", "all"}, {"x", 1}});
                        },
                        true}}});
  EXPECT_EQ(serialized(middleware, {"application/json"}, hello), R"({"body":"all","x":1})");
}

TEST(http_response_serializer, serializes_what_is_no_http_response_yet) {
  EXPECT_EQ(serialized(subject(), {}, json::parse("[1]")),
            R"({"statusCode":200,"body":"[1]","headers":{"Content-Type":"application/json"}})");
  EXPECT_EQ(serialized(subject(), {}, std::nullopt),
            R"({"statusCode":500,"headers":{"Content-Type":"application/json"}})");
}

TEST(http_response_serializer, serializes_errors_only_when_they_are_answered) {
  testing::test_request call(nullptr);
  subject().on_error(call.request);
  EXPECT_EQ(call.request.response, std::nullopt);
  call.request.response = hello;
  subject().on_error(call.request);
  EXPECT_EQ(call.response("body"), json::value("\"hi\""));
}

TEST(http_response_serializer, refuses_broken_patterns_and_options) {
  EXPECT_THROW(http_response_serializer({.serializers = {{"(", as_json}}}), error);
  const registry& all = standard_middlewares();
  EXPECT_TRUE(all.make(http_response_serializer::name, {{"defaultContentType", "a/b"}}).after());
  EXPECT_THROW(all.make(http_response_serializer::name, {{"serializers", {{{"regex", "x"}}}}}), error);
  EXPECT_THROW(all.make(http_response_serializer::name, {{"default", "a/b"}}), error);
}

}  // namespace
}  // namespace lamina
