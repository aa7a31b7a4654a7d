#include "tests/parity/cases/exact_difference.h"

#include <gtest/gtest.h>

namespace lamina::parity {
namespace {

std::string found(std::string_view expected, std::string_view actual, const special_rule& special = {}) {
  return exact_difference(json::parse(expected), json::parse(actual), "at", special);
}

TEST(exact_difference, is_empty_for_the_same) {
  EXPECT_EQ(found(R"({"a":[1,{"b":2}],"c":null})", R"({"c":null,"a":[1,{"b":2.0}]})"), "");
}

TEST(exact_difference, says_where_and_what) {
  EXPECT_EQ(found(R"({"a":{"b":[1,2]}})", R"({"a":{"b":[1,3]}})"), "at.a.b[1]: expected 2, got 3");
  EXPECT_EQ(found(R"({"a":1})", "{}"), "at.a: expected 1, got nothing");
  EXPECT_EQ(found("{}", R"({"a":1})"), "at.a: expected nothing, got 1");
  EXPECT_EQ(found("[1]", "[1,2]"), "at[1]: expected nothing, got 2");
  EXPECT_EQ(found("[1,2]", "[1]"), "at[1]: expected 2, got nothing");
  EXPECT_EQ(found(R"("1")", "1"), R"(at: expected "1", got 1)");
  EXPECT_EQ(found("{}", "[]"), "at: expected {}, got []");
}

TEST(exact_difference, asks_what_is_special_first) {
  const special_rule any = [](const json::value& expected, const json::value&, const std::string& path) {
    return expected == "*"   ? std::optional<std::string>("")
           : expected == "!" ? std::optional(path + "!")
                             : std::nullopt;
  };
  EXPECT_EQ(found(R"({"a":["*",1]})", R"({"a":[{"b":1},1]})", any), "");
  EXPECT_EQ(found(R"({"a":["!"]})", R"({"a":[1]})", any), "at.a[0]!");
}

TEST(differ, cuts_what_is_long) {
  const json::value text(std::string(1000, 'x'));
  EXPECT_EQ(differ("at", &text, nullptr), "at: expected \"" + std::string(299, 'x') + "... (1002 bytes), got nothing");
}

}  // namespace
}  // namespace lamina::parity
