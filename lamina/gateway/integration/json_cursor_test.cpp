#include "lamina/gateway/integration/json_cursor.h"

#include <gtest/gtest.h>

#include "lamina/json/json.h"

namespace lamina::gateway {
namespace {

std::string unescaped(std::string_view text) {
  json_cursor cursor(text);
  json_text read;
  if (!cursor.read_string(read) || !cursor.at_end()) return "broken";
  std::string out;
  unescape_to(out, read.raw);
  EXPECT_EQ(read.escaped, read.raw.find('\\') != std::string_view::npos);
  EXPECT_LE(out.size(), read.raw.size());
  return out;
}

TEST(json_cursor, strings_mean_what_the_parser_makes_of_them) {
  for (const std::string_view text :
       {R"("")", R"("plain")", R"("a\"b\\c\/d\b\f\n\r\t")", R"("\u0041\u00e9\u20ac\ud83d\ude00")", "\"caf\xC3\xA9\"",
        R"("a long text of more than sixteen characters with an escape \n after them")"})
    EXPECT_EQ(unescaped(text), json::parse(text).as_string()) << text;
}

TEST(json_cursor, lone_surrogates_become_replacements) {
  const std::string r = "\xEF\xBF\xBD";
  EXPECT_EQ(unescaped(R"("\ud800")"), r);
  EXPECT_EQ(unescaped(R"("\udc00x")"), r + "x");
  EXPECT_EQ(unescaped(R"("\ud800\u0041")"), r + "A");
  EXPECT_EQ(unescaped(R"("\ud800\ud83d\ude00")"), r + "\xF0\x9F\x98\x80");
}

TEST(json_cursor, broken_strings_are_refused) {
  for (const std::string_view text :
       {"", "\"", "\"abc", R"("\)", R"("\x")", R"("\u12")", R"("\u12g4")", "\"a\nb\"", "abc", "'a'", "\"a\" b"})
    EXPECT_EQ(unescaped(text), "broken") << text;
}

TEST(json_cursor, scalars_are_read_as_written) {
  for (const std::string_view text : {"0", "-0", "12", "1.5", "1e5", "-2.5E-3", "true", "false", "null"}) {
    const std::string spaced = " " + std::string(text) + "\n";
    json_cursor cursor(spaced);
    std::string_view read;
    EXPECT_TRUE(cursor.read_scalar(read) && cursor.at_end()) << text;
    EXPECT_EQ(read, text);
  }
  for (const std::string_view text : {"", "-", "01", "1.", ".5", "1e", "+1", "nul", "True", "NaN", "0x1"}) {
    json_cursor cursor(text);
    std::string_view read;
    EXPECT_FALSE(cursor.read_scalar(read) && cursor.at_end()) << text;
  }
}

// "key=value;" for each member of an object of scalars and arrays of scalars.
std::string members(std::string_view text) {
  json_cursor cursor(text);
  std::string out;
  const auto scalar = [&] {
    std::string_view value;
    if (!cursor.read_scalar(value)) return false;
    out.append(value) += ';';
    return true;
  };
  const bool good = cursor.read_object([&](const json_text& key) {
    out.append(key.raw) += '=';
    return cursor.peek() == '[' ? cursor.read_array(scalar) : scalar();
  });
  return good && cursor.at_end() ? out : "broken";
}

TEST(json_cursor, walks_objects_and_arrays) {
  EXPECT_EQ(members("{}"), "");
  EXPECT_EQ(members(R"( { "a" : 1 , "b":[ ], "c":[true,null] } )"), "a=1;b=c=true;null;");
  for (const std::string_view text :
       {"{", "}", "{,}", R"({"a":1,})", R"({"a" 1})", R"({"a":[1,]})", R"({"a":[1})", R"({"a":1}})", "[]", R"({a:1})"})
    EXPECT_EQ(members(text), "broken") << text;
}

TEST(json_cursor, a_zero_byte_is_no_end) {
  json_cursor cursor(std::string_view("\0", 1));
  EXPECT_FALSE(cursor.at_end());
  EXPECT_FALSE(cursor.take('\0') && cursor.take('\0'));
}

bool skips(std::string_view text) {
  json_cursor at(text);
  return at.skip_value() && at.at_end();
}

TEST(json_cursor, skips_any_value) {
  for (const char* text :
       {"1", "null", R"("a\"b")", "[]", "{}", "[1,[2,[]],{}]", R"( { "a" : { "b" : [ { } , "x" ] } , "c" : 1 } )"})
    EXPECT_TRUE(skips(text)) << text;
  for (const char* text : {"", "[", "{", "]", "[1", "[1,]", "[,1]", "[1 2]", "{1}", R"({"a"})", R"({"a":})",
                           R"({"a":1,})", R"({"a":1 "b":2})", "[}", "{]", R"({"a":[}])", "tru", R"("a)"})
    EXPECT_FALSE(skips(text)) << text;
}

TEST(json_cursor, stops_skipping_behind_the_value) {
  json_cursor at(R"([1,{"a":2}], 3)");
  EXPECT_TRUE(at.skip_value());
  EXPECT_TRUE(at.take(','));
  EXPECT_TRUE(at.skip_value());
  EXPECT_TRUE(at.at_end());
}

TEST(json_cursor, skips_a_thousand_levels_and_no_more) {
  const auto nested = [](std::size_t levels) { return std::string(levels, '[') + std::string(levels, ']'); };
  EXPECT_TRUE(skips(nested(1000)));
  EXPECT_FALSE(skips(nested(1001)));
  EXPECT_FALSE(skips(std::string(1'000'000, '[')));
}

}  // namespace
}  // namespace lamina::gateway
