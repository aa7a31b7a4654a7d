#include "tests/parity/gateway/matcher.h"

#include <gtest/gtest.h>

namespace parity {
namespace {

namespace json = lamina::json;

bool fits(std::string_view expected, std::string_view actual) {
  const auto value = json::parse(actual);
  return first_difference(json::parse(expected), &value, "event").empty();
}

TEST(matcher, objects_are_compared_partially_and_the_rest_exactly) {
  EXPECT_TRUE(fits(R"({"a":{"b":1}})", R"({"a":{"b":1,"c":2},"d":3})"));
  EXPECT_FALSE(fits(R"({"a":{"b":1}})", R"({"a":{"b":"1"}})"));
  EXPECT_FALSE(fits(R"({"a":[1,2]})", R"({"a":[1,2,3]})"));
  EXPECT_FALSE(fits(R"({"a":1})", "{}"));
  EXPECT_FALSE(fits(R"({"a":1})", "[]"));
}

TEST(matcher, each_matcher_holds_and_fails) {
  struct row {
    std::string_view matcher, good, bad;
  };
  const row rows[] = {{R"({"$any":true})", "null", ""},
                      {R"({"$absent":true})", "", "null"},
                      {R"({"$null":true})", "null", "0"},
                      {R"({"$absentOrEmpty":true})", "{}", R"({"a":1})"},
                      {R"({"$empty":true})", "{}", "null"},
                      {R"x({"$regex":"^a(?=b)"})x", "\"abc\"", "\"bab\""},
                      {R"({"$repeat":{"char":"a","count":3}})", "\"aaa\"", "\"aaaa\""},
                      {R"({"$type":"integer"})", "7", "7.5"},
                      {R"({"$in":[1,"x"]})", "\"x\"", "2"},
                      {R"({"$keys":["a","b"]})", R"({"b":1,"a":2})", R"({"a":1})"},
                      {R"({"$equalFields":["a","b"]})", R"({"a":1,"b":1})", R"({"a":1,"b":2})"}};
  for (const row& one : rows) {
    const auto wrapped = [](std::string_view value) {
      return value.empty() ? "{}" : "{\"k\":" + std::string(value) + "}";
    };
    EXPECT_TRUE(fits("{\"k\":" + std::string(one.matcher) + "}", wrapped(one.good))) << one.matcher;
    EXPECT_FALSE(fits("{\"k\":" + std::string(one.matcher) + "}", wrapped(one.bad))) << one.matcher;
  }
}

TEST(matcher, the_first_difference_says_where) {
  const auto value = json::parse(R"({"a":{"b":2}})");
  EXPECT_EQ(first_difference(json::parse(R"({"a":{"b":1}})"), &value, "event"), "event.a.b: expected 1, got 2");
}

TEST(matcher, unknown_matchers_are_no_silent_success) {
  const auto value = json::parse("{}");
  EXPECT_THROW(first_difference(json::parse(R"({"$new":1})"), &value, ""), std::runtime_error);
  EXPECT_THROW(first_difference(json::parse(R"({"$type":"float"})"), &value, ""), std::runtime_error);
}

}  // namespace
}  // namespace parity
