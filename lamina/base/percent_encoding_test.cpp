#include "lamina/base/percent_encoding.h"

#include <gtest/gtest.h>

namespace lamina {
namespace {

TEST(percent_decode, reads_bytes_in_either_case) {
  EXPECT_EQ(percent_decode("M%C3%AEddy"), "Mîddy");
  EXPECT_EQ(percent_decode("a%2Fb%2fc"), "a/b/c");
  EXPECT_EQ(percent_decode("é%20漢"), "é 漢");
  EXPECT_EQ(percent_decode("a+b"), "a+b");
  EXPECT_EQ(percent_decode("%00"), std::string(1, '\0'));
  EXPECT_EQ(percent_decode(""), "");
}

TEST(percent_decode, refuses_what_is_broken) {
  for (const std::string_view text : {"%", "%4", "a%zz", "%C3", "%c0%af", "%ED%A0%80", "%F0%9F%8E", "%C3x"})
    EXPECT_EQ(percent_decode(text), std::nullopt) << text;
}

TEST(form_decode, keeps_or_replaces_what_is_broken) {
  EXPECT_EQ(form_decode("hello+world%21"), "hello world!");
  EXPECT_EQ(form_decode("%2B"), "+");
  EXPECT_EQ(form_decode("%zz%"), "%zz%");
  EXPECT_EQ(form_decode("%ff%fe"), "\uFFFD\uFFFD");
  EXPECT_EQ(form_decode("%F0%9F%8E%89é"), "🎉é");
}

}  // namespace
}  // namespace lamina
