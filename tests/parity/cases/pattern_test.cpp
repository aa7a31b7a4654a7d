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

TEST(pattern_fits, is_nothing_for_what_is_no_pattern) { EXPECT_EQ(pattern_fits("(", "("), std::nullopt); }

}  // namespace
}  // namespace lamina::parity
