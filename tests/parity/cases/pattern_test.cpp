#include "tests/parity/cases/pattern.h"

#include <gtest/gtest.h>

namespace lamina::parity {
namespace {

TEST(pattern_fits, anywhere_unless_anchored) {
  EXPECT_EQ(pattern_fits("b+", "abbc"), true);
  EXPECT_EQ(pattern_fits("^b", "abbc"), false);
  EXPECT_EQ(pattern_fits("^\\d{3}$", "123"), true);
  EXPECT_EQ(pattern_fits("^.$", "é"), true);
  EXPECT_EQ(pattern_fits("", ""), true);
}

TEST(pattern_fits, in_either_case_when_told) {
  EXPECT_EQ(pattern_fits("ABC", "abc"), false);
  EXPECT_EQ(pattern_fits("ABC", "abc", true), true);
}

TEST(pattern_fits, with_counts_beyond_those_of_pcre) {
  EXPECT_EQ(pattern_fits("^x{101366}$", std::string(101'366, 'x')), true);
  EXPECT_EQ(pattern_fits("^x{101366}$", std::string(101'365, 'x')), false);
  EXPECT_EQ(pattern_fits("^x{101366}$", std::string(101'367, 'x')), false);
  EXPECT_EQ(pattern_fits("^ax{70000}b{2}$", "a" + std::string(70'000, 'x') + "bb"), true);
}

TEST(pattern_fits, is_nothing_for_what_is_no_pattern) { EXPECT_EQ(pattern_fits("(", "("), std::nullopt); }

}  // namespace
}  // namespace lamina::parity
