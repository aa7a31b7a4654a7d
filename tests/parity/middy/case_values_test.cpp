#include "case_values.h"

#include <gtest/gtest.h>

#include "lamina/base/base64.h"
#include "lamina/compression/compress.h"

#include <limits>

namespace lamina::parity {
namespace {

std::string found(std::string_view expected, const json::value& actual) {
  return difference(json::parse(expected), actual, "");
}

TEST(difference, sees_missing_surplus_and_changed_members) {
  EXPECT_EQ(found(R"({"a":1,"b":[1,2]})", json::parse(R"({"b":[1,2.0],"a":1})")), "");
  EXPECT_EQ(found(R"({"a":1})", json::object()), ".a: expected 1, got nothing");
  EXPECT_EQ(found(R"({})", {{"a", 1}}), ".a: expected nothing, got 1");
  EXPECT_EQ(found(R"({"a":[{"b":null}]})", json::parse(R"({"a":[{"b":0}]})")), ".a[0].b: expected null, got 0");
  EXPECT_NE(found("[1]", {1, 2}), "");
  EXPECT_NE(found("[1,2]", json::parse("[1]")), "");
  EXPECT_NE(found(R"("1")", 1), "");
}

TEST(difference, knows_the_special_values) {
  EXPECT_EQ(found(R"({"$any":"string"})", "x"), "");
  EXPECT_NE(found(R"({"$any":"string"})", 1), "");
  EXPECT_EQ(found(R"({"$any":"number"})", 1.5), "");
  EXPECT_EQ(found(R"({"$base64":"AAE="})", json::value(std::string_view("\0\1", 2))), "");
  EXPECT_NE(found(R"({"$base64":"AAE="})", "AAE="), "");
  EXPECT_EQ(found(R"({"$bigint":"9007199254740993"})", std::int64_t{9007199254740993}), "");
  EXPECT_NE(found(R"({"$bigint":"9007199254740993"})", std::int64_t{9007199254740992}), "");
  EXPECT_EQ(found(R"({"$number":"-Infinity"})", -std::numeric_limits<double>::infinity()), "");
  EXPECT_NE(found(R"({"$number":"-Infinity"})", std::numeric_limits<double>::infinity()), "");
  EXPECT_EQ(found(R"({"$set":[1,2]})", {1, 2}), "");
  EXPECT_EQ(found(R"({"$error":{"message":"m"}})", {{"message", "m"}}), "");
  EXPECT_NE(found(R"({"$error":{"message":"m"}})", {{"message", "n"}}), "");
}

TEST(difference, unpacks_compressed_bodies) {
  const std::string packed = base64_encode(*compress(content_coding::gzip, "text"));
  EXPECT_EQ(found(R"({"compressed":{"encoding":"gzip","decodes_to":"text"}})", json::value(packed)), "");
  EXPECT_NE(found(R"({"compressed":{"encoding":"gzip","decodes_to":"other"}})", json::value(packed)), "");
  EXPECT_NE(found(R"({"compressed":{"encoding":"br","decodes_to":"text"}})", json::value(packed)), "");
}

TEST(shown_error, shows_what_was_set_and_where_it_came_from) {
  error failure = input_error(json::parse(R"({"message":"m","name":"N","statusCode":418,"cause":{"package":"p"}})"));
  EXPECT_EQ(shown_error(failure),
            json::parse(R"({"name":"N","message":"m","statusCode":418,"cause":{"package":"p"}})"));
  error next = input_error("next");
  next.original = next.cause_error = std::make_shared<const error>(error("first"));
  EXPECT_EQ(shown_error(next), json::parse(R"({"name":"Error","message":"next",
      "cause":{"$error":{"name":"Error","message":"first"}},"originalError":{"name":"Error","message":"first"}})"));
}

TEST(input_value, turns_written_bytes_into_text) {
  EXPECT_EQ(input_value(json::parse(R"({"a":[{"$base64":"aGk="},{"$bytes":"aGk="}]})")),
            json::parse(R"({"a":["hi","hi"]})"));
}

TEST(is_truthy, is_javascripts) {
  for (const char* text : {"null", "false", "0", "\"\"", "-0.0"}) EXPECT_FALSE(is_truthy(json::parse(text))) << text;
  for (const char* text : {"true", "1", "\"0\"", "[]", "{}"}) EXPECT_TRUE(is_truthy(json::parse(text))) << text;
}

TEST(input_function, looks_at_a_field) {
  const auto is_warm = input_function(json::parse(R"({"$fn":"field-equals","path":"a.b","value":1})"));
  EXPECT_EQ(is_warm(json::parse(R"({"a":{"b":1}})")), json::value(true));
  EXPECT_EQ(is_warm(json::parse(R"({"a":1})")), json::value(false));
  EXPECT_THROW(input_function(json::parse(R"({"$fn":"no-such"})")), error);
}

}  // namespace
}  // namespace lamina::parity
