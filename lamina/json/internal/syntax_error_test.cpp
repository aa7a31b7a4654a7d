#include "lamina/json/internal/syntax_error.h"

#include <gtest/gtest.h>

#include "lamina/json/json.h"

namespace lamina::json {
namespace {

TEST(syntax_error, says_where_what_was_expected_and_what_was_found) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", "line 1, column 1: expected a value, found the end"},
      {" \n ", "line 2, column 2: expected a value, found the end"},
      {"'a'", "line 1, column 1: expected a value, found '''"},
      {"\xEF\xBB\xBF{}", "line 1, column 1: expected a value, found byte 0xEF"},
      {"{", "line 1, column 2: expected a name in double quotes or }, found the end"},
      {"{a:1}", "line 1, column 2: expected a name in double quotes or }, found 'a'"},
      {"{\n  \"a\": 1,\n}", "line 3, column 1: expected a name in double quotes, found '}'"},
      {R"({"a" 1})", "line 1, column 6: expected :, found '1'"},
      {R"({"a":})", "line 1, column 6: expected a value, found '}'"},
      {R"({"a":1 "b":2})", "line 1, column 8: expected , or }, found '\"'"},
      {R"({"a":"b" "c"})", "line 1, column 10: expected , or }, found '\"'"},
      {R"({"a":{"b":[1]]})", "line 1, column 14: expected , or }, found ']'"},
      {"[", "line 1, column 2: expected a value or ], found the end"},
      {"[1 2]", "line 1, column 4: expected , or ], found '2'"},
      {"[1,]", "line 1, column 4: expected a value, found ']'"},
      {"[\"日本\" x]", "line 1, column 7: expected , or ], found 'x'"},
      {"{}\n}", "line 2, column 1: expected nothing more, found '}'"},
      {"1 2", "line 1, column 3: expected nothing more, found '2'"},
      {"[01]", "line 1, column 3: expected , or ], found '1'"},
      {"[1.]", "line 1, column 4: expected a digit, found ']'"},
      {"-", "line 1, column 2: expected a digit, found the end"},
      {"[tru]", "line 1, column 2: expected a value or ], found 't'"},
      {"nul", "line 1, column 4: expected null, found the end"},
      {"truex", "line 1, column 5: expected nothing more, found 'x'"},
      {"\"a", "line 1, column 3: expected \", found the end"},
      {"\"a\nb\"", "line 1, column 3: expected \", or \\n and the like, found the end of the line"},
      {R"("\x")", "line 1, column 3: expected one of \" \\ / b f n r t u after \\, found 'x'"},
      {R"("\\\u12g4")", "line 1, column 8: expected four hexadecimal digits after \\u, found 'g'"},
      {R"("\uD800")", "line 1, column 8: expected the second half of a surrogate pair, found '\"'"},
      {"\"a\xff\"", "line 1, column 3: expected UTF-8, found byte 0xFF"},
  };
  for (const auto& [text, expected] : cases) {
    const auto read = try_parse(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().message, expected) << text;
    EXPECT_EQ(read.error().status_code, 422);
  }
}

TEST(syntax_error, of_every_beginning_of_a_text_is_at_its_end) {
  const std::string whole = R"({"a": [1.5e-3, true, false, null, "\u00e9\"x", {}], "b": {"c": "d"}, "e": "f"})";
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto read = try_parse(std::string_view(whole).substr(0, size));
    ASSERT_FALSE(read) << size;
    EXPECT_EQ(read.error().message.find("line 1, column " + std::to_string(size + 1) + ": expected "), 0u)
        << read.error().message;
    EXPECT_NE(read.error().message.find(", found the end"), std::string::npos) << read.error().message;
  }
}

TEST(syntax_error, of_any_place_has_an_explanation) {
  for (const std::string_view text : {"}{][,:\"\\", "]]]]", "\"\\", "{{{{1"}) {
    for (std::size_t at = 0; at <= text.size() + 1; ++at)
      EXPECT_NE(internal::explain_syntax_error(text, at).find("expected "), std::string::npos);
  }
}

}  // namespace
}  // namespace lamina::json
