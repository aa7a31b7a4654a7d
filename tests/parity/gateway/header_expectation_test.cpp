#include "tests/parity/gateway/header_expectation.h"

#include <gtest/gtest.h>

namespace parity {
namespace {

const header_lines lines = {{"A", "x, y"}, {"other", "1"}, {"a", "z"}};

bool fits(std::string_view expected, std::string_view name = "a") {
  return header_difference(name, lamina::json::parse(expected), lines).empty();
}

TEST(header_expectation, a_string_is_compared_with_the_joined_lines) {
  EXPECT_TRUE(fits("\" x, y, z \""));
  EXPECT_FALSE(fits("\"z\""));
  EXPECT_FALSE(fits("\"\"", "missing"));
}

TEST(header_expectation, lists_lines_and_sets) {
  EXPECT_TRUE(fits(R"({"$list":["x","y","z"]})"));
  EXPECT_FALSE(fits(R"({"$list":["y","x","z"]})"));
  EXPECT_TRUE(fits(R"({"$lines":["x, y","z"]})"));
  EXPECT_FALSE(fits(R"({"$lines":["x","y","z"]})"));
  EXPECT_TRUE(fits(R"({"$set":["z","y","x"]})"));
  EXPECT_FALSE(fits(R"({"$set":["Z","Y","X"]})"));
  EXPECT_TRUE(fits(R"({"$set":["Z","Y","X"],"$ignoreCase":true})"));
  EXPECT_TRUE(fits(R"({"$superset":["y"]})"));
  EXPECT_FALSE(fits(R"({"$superset":["w"]})"));
}

TEST(header_expectation, other_matchers_see_the_joined_text) {
  EXPECT_TRUE(fits(R"({"$regex":"^x"})"));
  EXPECT_TRUE(fits(R"({"$absent":true})", "missing"));
  EXPECT_FALSE(fits(R"({"$absent":true})"));
  EXPECT_EQ(header_difference("other", lamina::json::parse("\"2\""), lines), "header other: expected \"2\", got \"1\"");
}

}  // namespace
}  // namespace parity
