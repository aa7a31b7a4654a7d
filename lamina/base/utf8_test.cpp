#include "lamina/base/utf8.h"

#include <gtest/gtest.h>

namespace lamina {
namespace {

TEST(is_utf8, accepts_every_length) {
  for (const std::string_view text : {"", "a", "\xC2\x80", "\xED\x9F\xBF", "\xEE\x80\x80", "\xF4\x8F\xBF\xBF", "é漢🎉"})
    EXPECT_TRUE(is_utf8(text)) << text;
}

TEST(is_utf8, refuses_overlong_forms_surrogates_and_fragments) {
  for (const std::string_view text :
       {"\x80", "\xC0\xAF", "\xC1\x80", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80",
        "\xF5\x80\x80\x80", "\xC3", "\xE2\x82", "a\xFF"})
    EXPECT_FALSE(is_utf8(text));
}

TEST(read_utf8, measures_the_first_sequence_or_its_broken_part) {
  const auto is = [](std::string_view bytes, std::size_t length, bool is_valid) {
    const utf8_sequence found = read_utf8(bytes);
    EXPECT_EQ(found.length, length) << bytes;
    EXPECT_EQ(found.is_valid, is_valid) << bytes;
  };
  is("a\xFF", 1, true);
  is("éa", 2, true);
  is("漢", 3, true);
  is("🎉🎉", 4, true);
  is("\xE2\x82", 2, false);
  is("\xF0\x9F\x8E"
     "a",
     3, false);
  is("\xED\xA0\x80", 1, false);
}

TEST(replace_invalid_utf8, gives_one_mark_per_maximal_subpart) {
  EXPECT_EQ(replace_invalid_utf8("é漢🎉"), "é漢🎉");
  EXPECT_EQ(replace_invalid_utf8("\xFF\xFE"), "\uFFFD\uFFFD");
  EXPECT_EQ(replace_invalid_utf8("a\xE2\x82"
                                 "b"),
            "a\uFFFDb");
  EXPECT_EQ(replace_invalid_utf8("\xF0\x9F\x8E"), "\uFFFD");
  EXPECT_EQ(replace_invalid_utf8("\xC0\xAF"), "\uFFFD\uFFFD");
}

TEST(case_mapping, knows_more_than_ascii) {
  EXPECT_EQ(lower_case("X-ÉÀ Ω Ж 漢"), "x-éà ω ж 漢");
  EXPECT_EQ(upper_case("x-éà ω ж 漢"), "X-ÉÀ Ω Ж 漢");
  EXPECT_EQ(lower_case("A\xFF"
                       "B"),
            "a\xFF"
            "b");
}

TEST(code_points, are_written_and_read_back) {
  for (const char32_t code_point : {U'a', U'\x80', U'é', U'漢', U'\U0001F389', U'\U0010FFFF'}) {
    std::string text;
    append_utf8(text, code_point);
    std::size_t at = 0;
    EXPECT_EQ(next_code_point(text, at), code_point);
    EXPECT_EQ(at, text.size());
  }
  std::string text;
  append_utf8(text, 0xD800);
  EXPECT_EQ(text, "\uFFFD");
  std::size_t at = 0;
  EXPECT_EQ(next_code_point("\xE2\x82", at), U'\uFFFD');
  EXPECT_EQ(at, 2u);
}

}  // namespace
}  // namespace lamina
