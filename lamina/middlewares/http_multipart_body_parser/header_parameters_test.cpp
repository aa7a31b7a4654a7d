#include "lamina/middlewares/http_multipart_body_parser/header_parameters.h"

#include <gtest/gtest.h>

namespace lamina {
namespace {

// "value name=[text] ..."; "malformed" when it is.
std::string read(std::string_view header) {
  const auto found = read_header_parameters(header);
  if (!found) return "malformed";
  std::string shown = found->value;
  for (const auto& [name, text] : found->parameters) shown.append(" ").append(name).append("=[").append(text) += ']';
  return shown;
}

TEST(header_parameters, are_read_as_browsers_write_them) {
  EXPECT_EQ(read("form-data; name=\"a\"; filename=\"b.txt\""), "form-data name=[a] filename=[b.txt]");
  EXPECT_EQ(read("Text/Plain;charset=UTF-8"), "text/plain charset=[UTF-8]");
  EXPECT_EQ(read(" form-data ;NAME = a b ; x=;"), "form-data name=[a b] x=[]");
  EXPECT_EQ(read("form-data; name=\"a;b=c\" ; y=\"\""), "form-data name=[a;b=c] y=[]");
  EXPECT_EQ(read(""), "");
}

TEST(header_parameters, keep_backslashes_that_hide_nothing) {
  EXPECT_EQ(read(R"(x; a="C:\docs\a.txt"; b="say \"hi\""; c="\\\\")"), R"(x a=[C:\docs\a.txt] b=[say "hi"] c=[\\])");
}

TEST(header_parameters, are_utf8_in_the_end) {
  EXPECT_EQ(read("x; a=\"n\xC3\xA9\"; b=\"\xFF\""), "x a=[n\xC3\xA9] b=[\xEF\xBF\xBD]");
  EXPECT_EQ(read("x; a*=utf-8'en'%e2%82%ac; b*=iso-8859-1''%e9; c*=plain; d*=utf-8''%ff"),
            "x a*=[\xE2\x82\xAC] b*=[\xC3\xA9] c*=[plain] d*=[\xEF\xBF\xBD]");
}

TEST(header_parameters, that_are_malformed_are_not_guessed_at) {
  for (const char* header : {"x; a", "x; a; b=c", "x; a=\"b", "x; a=\"b\\\"", "x; a=\"b\"c", "x; a=\"b\" c; d=e",
                             "x; =a", "x; \"a=b", "x; a b=c", "x; a=b\"c\""})
    EXPECT_EQ(read(header), "malformed") << header;
}

TEST(header_parameters, are_found_by_name_and_then_by_name_with_a_star) {
  const auto both = read_header_parameters("x; a*=utf-8''star; a=plain; a=second; b*=utf-8''only");
  ASSERT_TRUE(both);
  EXPECT_EQ(*both->find("a"), "plain");
  EXPECT_EQ(*both->find("b"), "only");
  EXPECT_EQ(both->find("c"), nullptr);
}

TEST(decode_text, reads_the_charsets_of_forms) {
  EXPECT_EQ(decode_text("n\xC3\xA9\xFF", "utf8"), "n\xC3\xA9\xEF\xBF\xBD");
  EXPECT_EQ(decode_text("n\xE9", "ISO-8859-1"), "n\xC3\xA9");
  EXPECT_EQ(decode_text(std::string("a\0\x22\x6F\x3C\xD8\x89\xDF\x3C\xD8x", 11), "utf-16le"),
            "a\xE6\xBC\xA2\xF0\x9F\x8E\x89\xEF\xBF\xBD");
  EXPECT_EQ(decode_text("a", "unknown"), "a");
}

}  // namespace
}  // namespace lamina
