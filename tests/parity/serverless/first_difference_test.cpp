#include "tests/parity/serverless/first_difference.h"

#include <gtest/gtest.h>

namespace lamina::parity {
namespace {

std::string difference(const char* expected, const char* actual) {
  return first_difference(json::parse(expected).as_object(), json::parse(actual).as_object());
}

TEST(first_difference, is_empty_for_the_same) {
  EXPECT_EQ(difference(R"({"a": [1, {"b": 2}]})", R"({"a": [1, {"b": 2.0}]})"), "");
}

TEST(first_difference, ignores_what_a_case_says_about_itself) {
  EXPECT_EQ(difference(R"({"format": 1, "inputs": {}, "derivedBy": "x", "derived": true, "serviceDir": "."})", "{}"),
            "");
}

TEST(first_difference, ignores_the_order_of_functions_and_routes) {
  EXPECT_EQ(
      difference(R"({"functions": [{"key": "a"}, {"key": "b"}]})", R"({"functions": [{"key": "b"}, {"key": "a"}]})"),
      "");
  EXPECT_EQ(
      difference(
          R"({"routes": [{"api": "http", "method": "GET", "path": "/"}, {"api": "http", "method": "PUT", "path": "/"}]})",
          R"({"routes": [{"api": "http", "method": "PUT", "path": "/"}, {"api": "http", "method": "GET", "path": "/"}]})"),
      "");
}

TEST(first_difference, says_where_and_what) {
  EXPECT_EQ(difference(R"({"a": {"b": [1, 2]}})", R"({"a": {"b": [1, 3]}})"), "a.b[1]: expected 2, got 3");
  EXPECT_EQ(difference(R"({"a": 1})", "{}"), "a: expected 1, got nothing");
  EXPECT_EQ(difference("{}", R"({"a": 1})"), "a: expected nothing, got 1");
  EXPECT_EQ(difference(R"({"a": [1]})", R"({"a": [1, 2]})"), "a[1]: expected nothing, got 2");
  EXPECT_EQ(difference(R"({"a": "1"})", R"({"a": 1})"), R"(a: expected "1", got 1)");
  EXPECT_EQ(difference(R"({"functions": [{"key": "a", "x": 1}]})", R"({"functions": [{"key": "a", "x": 2}]})"),
            "functions.a.x: expected 1, got 2");
  EXPECT_NE(difference(R"({"functions": [{"key": "a"}, {"key": "a"}]})", R"({"functions": [{"key": "a"}]})"), "");
}

}  // namespace
}  // namespace lamina::parity
