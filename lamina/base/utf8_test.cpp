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

TEST(utf8_check, agrees_with_read_utf8_on_every_pair_of_bytes_after_a_lead) {
  for (unsigned lead = 0; lead < 0x100; ++lead)
    for (unsigned second = 0; second < 0x100; ++second) {
      const std::string text = {static_cast<char>(lead), static_cast<char>(second), '\x80', '\x80'};
      std::size_t at = 0;
      while (at < text.size()) {
        const utf8_sequence found = read_utf8(std::string_view(text).substr(at));
        if (!found.is_valid) break;
        at += found.length;
      }
      EXPECT_EQ(is_utf8(text), at == text.size()) << lead << ' ' << second;
    }
}

TEST(utf8_check, takes_text_in_pieces_of_any_size) {
  const std::string text = "plain text of some words, é, 漢 and 🎉, and more plain text";
  for (std::size_t size = 1; size <= text.size(); ++size) {
    utf8_check check;
    for (std::size_t at = 0; at < text.size(); at += size)
      EXPECT_TRUE(check.take(std::string_view(text).substr(at, size)));
    EXPECT_TRUE(check.is_complete());
  }
}

TEST(utf8_check, says_no_at_the_first_wrong_byte) {
  const auto refused_at = [](std::string_view text) {
    utf8_check check;
    for (std::size_t at = 0; at < text.size(); ++at)
      if (!check.take(text.substr(at, 1))) return at;
    return text.npos;
  };
  EXPECT_EQ(refused_at("ab\xFF"), 2u);
  EXPECT_EQ(refused_at("\xED\xA0"), 1u);      // a surrogate
  EXPECT_EQ(refused_at("\xF4\x90"), 1u);      // above U+10FFFF
  EXPECT_EQ(refused_at("\xE2\x82\x41"), 2u);  // not continued
  utf8_check check;
  EXPECT_TRUE(check.take("\xE2\x82"));
  EXPECT_FALSE(check.is_complete());
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
