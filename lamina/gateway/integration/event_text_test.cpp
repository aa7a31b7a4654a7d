#include "lamina/gateway/integration/event_text.h"

#include <gtest/gtest.h>

#include "lamina/base/utf8.h"
#include "lamina/json/json.h"

namespace lamina::gateway {
namespace {

std::string as_json(std::string_view bytes) {
  std::string out;
  quote_text_to(out, bytes);
  return out;
}

TEST(event_text, text_reads_back_as_it_was) {
  std::string all;
  for (int c = 0; c < 0x80; ++c) all += static_cast<char>(c);
  all += "caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80";
  for (std::size_t start = 0; start < all.size() - 13; ++start) {
    const auto text = all.substr(start);
    if (!read_utf8(text).is_valid) continue;
    EXPECT_EQ(json::parse(as_json(text)).as_string(), text);
  }
}

TEST(event_text, short_escapes_and_control_characters) {
  EXPECT_EQ(as_json("a\"b\\c\n\r\t\x01\x1f"), R"("a\"b\\c\n\r\t\u0001\u001f")");
  EXPECT_EQ(as_json(""), "\"\"");
  EXPECT_EQ(as_json(std::string(40, 'x') + "\""), "\"" + std::string(40, 'x') + "\\\"\"");
}

TEST(event_text, broken_sequences_become_one_replacement_each) {
  const std::string r = "\xEF\xBF\xBD";
  EXPECT_EQ(as_json("a\xFFz"), "\"a" + r + "z\"");
  EXPECT_EQ(as_json("\xC0\xAF"), "\"" + r + r + "\"");  // overlong
  EXPECT_EQ(as_json("\xE2\x82"), "\"" + r + "\"");      // cut off: one maximal part
  EXPECT_EQ(as_json("\xE2\x82z"), "\"" + r + "z\"");
  EXPECT_EQ(as_json("\xED\xA0\x80"), "\"" + r + r + r + "\"");  // a surrogate
  EXPECT_EQ(as_json("\xF0\x9F\x98"), "\"" + r + "\"");
  EXPECT_EQ(as_json("\xF5\x80"), "\"" + r + r + "\"");  // above U+10FFFF
  EXPECT_EQ(as_json("\x80"), "\"" + r + "\"");
}

TEST(event_text, members_and_numbers_are_appended) {
  std::string out = "{\"a\":1";
  append_member(out, R"(,"b":)", "x\"y");
  append_number(out += R"(,"c":)", -9223372036854775807);
  EXPECT_EQ(out, R"({"a":1,"b":"x\"y","c":-9223372036854775807)");
}

}  // namespace
}  // namespace lamina::gateway
