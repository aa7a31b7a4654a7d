#include "lamina/json/schema/internal/pattern.h"

#include <gtest/gtest.h>

namespace lamina::json::schemas {
namespace {

bool found(std::string_view ecma, std::string_view text) {
  const auto made = pattern::compile(ecma);
  EXPECT_TRUE(made) << ecma << ": " << made.error().message;
  return made && (*made)->found_in(text);
}

TEST(pattern, means_what_it_means_in_javascript) {
  EXPECT_TRUE(found("^a.c$", "abc"));
  EXPECT_FALSE(found("^a.c$", "a\nc"));
  EXPECT_FALSE(found("^a.c$", "a\u2028c"));
  EXPECT_FALSE(found("^a$", "a\n"));
  EXPECT_TRUE(found("[^]", "\n"));
  EXPECT_FALSE(found("[]", "a"));
  EXPECT_TRUE(found("^[\\s\\S]$", "\xc2\xa0"));
  EXPECT_TRUE(found("^\\S+$", "abc"));
  EXPECT_FALSE(found("^\\S+$", "a\ufeff"));
  EXPECT_TRUE(found("^(?<y>\\d)-\\k<y>$", "3-3"));
  EXPECT_TRUE(found("^(a)?b\\1$", "b"));
  EXPECT_TRUE(found("^a{2,3}?$", "aaa"));
  EXPECT_TRUE(found("^x{,2}$", "x{,2}"));
  EXPECT_TRUE(found("^\\p{Lu}\\p{Script=Greek}\\P{L}$", "AΩ1"));
  EXPECT_TRUE(found("^[\\p{L}\\-]+$", "ä-b"));
  EXPECT_TRUE(found("(?<=€)\\d", "€5"));
  EXPECT_TRUE(found("\\/\\.\\-", "/.-"));
  EXPECT_TRUE(found("^\\0$", std::string_view("\0", 1)));
}

TEST(pattern, what_javascript_lacks_is_refused) {
  for (const char* bad :
       {"(?i)a",       "(?>a)", "a++",       "a*+",   "(?R)", "(*FAIL)", "(?#x)",  "\\A",      "\\z",
        "\\Q",         "\\h",   "[a",        "(",     ")",    "*",       "a**",    "\\",       "\\u12",
        "\\u{110000}", "\\x1",  "\\p{Nope}", "\\p{}", "\\c1", "\\k<",    "a{3,1}", "(?P<a>b)", "(?(1)a)"})
    EXPECT_FALSE(pattern::compile(bad)) << bad;
}

TEST(pattern, text_that_is_not_utf8_and_searches_without_end_match_nothing) {
  EXPECT_FALSE(found("a", "a\xff"));
  EXPECT_FALSE(found("^(a|a)*b$", std::string(5000, 'a')));
  EXPECT_FALSE(found("(x+x+)+y", std::string(60, 'x')));
}

TEST(pattern, case_may_be_ignored) { EXPECT_TRUE((*pattern::compile("^ä$", true))->found_in("Ä")); }

}  // namespace
}  // namespace lamina::json::schemas
