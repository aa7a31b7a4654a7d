#include "lamina/gateway/listener/access_escaping.h"

#include <gtest/gtest.h>

#include "lamina/base/utf8.h"
#include "lamina/json/json.h"

namespace lamina::gateway {
namespace {

std::string escaped(std::string_view value, access_escaping how) {
  std::string out;
  append_escaped(out, value, how);
  return out;
}

TEST(access_escaping, is_told_by_the_first_character_of_a_format) {
  EXPECT_EQ(escaping_of(R"( {"a":"$context.status"})"), access_escaping::json);
  EXPECT_EQ(escaping_of(R"(["$context.status"])"), access_escaping::json);
  EXPECT_EQ(escaping_of("<request/>"), access_escaping::xml);
  EXPECT_EQ(escaping_of("$context.identity.sourceIp - -"), access_escaping::plain);
  EXPECT_EQ(escaping_of(""), access_escaping::plain);
}

TEST(access_escaping, takes_a_bracketed_variable_for_plain_text) {
  EXPECT_EQ(escaping_of("[$context.requestTime] $context.status"), access_escaping::plain);
}

TEST(access_escaping, keeps_json_strings_whole) {
  EXPECT_EQ(escaped("a\"b\\c\nd\x1b[0m", access_escaping::json), R"(a\"b\\c\nd\u001b[0m)");
  EXPECT_EQ(escaped("\xff", access_escaping::json), "\xEF\xBF\xBD");
  EXPECT_EQ(escaped("", access_escaping::json), "");
}

TEST(access_escaping, writes_plain_text_as_apache_does) {
  EXPECT_EQ(escaped("a\"b\\c\r\n\td\x1b[0m\x7f", access_escaping::plain), R"(a\"b\\c\r\n\td\x1b[0m\x7f)");
  EXPECT_EQ(escaped("\xff\xc3", access_escaping::plain), R"(\xff\xc3)");
  EXPECT_EQ(escaped("z\xC3\xBC", access_escaping::plain), "z\xC3\xBC");
}

TEST(access_escaping, lets_no_control_character_of_eight_bits_through) {
  EXPECT_EQ(escaped("\xC2\x9B", access_escaping::plain), R"(\xc2\x9b)");
  EXPECT_EQ(escaped("\xC2\x9B", access_escaping::xml), "\xEF\xBF\xBD");
  EXPECT_EQ(escaped("\xC2\xA0", access_escaping::plain), "\xC2\xA0");
}

TEST(access_escaping, writes_entities_in_xml) {
  EXPECT_EQ(escaped("<a href=\"x\">'&'", access_escaping::xml), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;");
  EXPECT_EQ(escaped("a\nb", access_escaping::xml),
            "a\xEF\xBF\xBD"
            "b");
}

TEST(access_escaping, leaves_every_byte_harmless_in_every_way) {
  for (int byte = 0; byte < 256; ++byte)
    for (const auto how : {access_escaping::json, access_escaping::xml, access_escaping::plain}) {
      const std::string out = escaped(std::string(1, static_cast<char>(byte)), how);
      EXPECT_TRUE(is_utf8(out)) << byte;
      for (const char c : out) EXPECT_GE(static_cast<unsigned char>(c), 0x20) << byte;
    }
}

TEST(access_escaping, survives_the_way_through_json) {
  std::string all;
  for (int byte = 0; byte < 128; ++byte) all += static_cast<char>(byte);
  EXPECT_EQ(json::parse('"' + escaped(all, access_escaping::json) + '"').as_string(), all);
}

}  // namespace
}  // namespace lamina::gateway
