#include "lamina/base/percent_encoding.h"

#include <gtest/gtest.h>

namespace lamina {
namespace {

TEST(decode_uri_component, reads_bytes_in_either_case) {
  EXPECT_EQ(decode_uri_component("M%C3%AEddy"), "Mîddy");
  EXPECT_EQ(decode_uri_component("a%2Fb%2fc"), "a/b/c");
  EXPECT_EQ(decode_uri_component("é%20漢"), "é 漢");
  EXPECT_EQ(decode_uri_component("a+b"), "a+b");
  EXPECT_EQ(decode_uri_component("%00"), std::string(1, '\0'));
  EXPECT_EQ(decode_uri_component(""), "");
}

TEST(decode_uri_component, refuses_what_is_broken) {
  for (const std::string_view text : {"%", "%4", "a%zz", "%C3", "%c0%af", "%ED%A0%80", "%F0%9F%8E", "%C3x"})
    EXPECT_EQ(decode_uri_component(text), std::nullopt) << text;
}

TEST(percent_decode, reads_escapes_and_leaves_the_rest) {
  EXPECT_EQ(percent_decode("a%20b%2Bc+d"), "a b+c+d");
  EXPECT_EQ(percent_decode("a+b%2B", true), "a b+");
  EXPECT_EQ(percent_decode("%zz%4%"), "%zz%4%");
  EXPECT_EQ(percent_decode("%e2%82%AC"), "\u20ac");
  EXPECT_EQ(percent_decode("100%"), "100%");
  EXPECT_EQ(percent_decode("a%20b%zz%4"), "a b%zz%4");
  EXPECT_EQ(percent_decode(""), "");
}

TEST(percent_encode, encodes_all_but_the_unreserved) {
  EXPECT_EQ(percent_encode("aZ09-._~"), "aZ09-._~");
  EXPECT_EQ(percent_encode(" /+\u20ac"), "%20%2F%2B%E2%82%AC");
}

TEST(percent_encode, any_bytes_come_back_after_encoding) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  EXPECT_EQ(percent_decode(percent_encode(all)), all);
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
