#include "lamina/json/json.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>

namespace lamina::json {
namespace {

std::string printed(double number) {
  std::string out;
  number_to(out, number);
  return out;
}

TEST(json, numbers_are_printed_as_javascript_prints_them) {
  EXPECT_EQ(printed(1), "1");
  EXPECT_EQ(printed(9.99), "9.99");
  EXPECT_EQ(printed(0.1 + 0.2), "0.30000000000000004");
  EXPECT_EQ(printed(-0.0), "0");
  EXPECT_EQ(printed(1e20), "100000000000000000000");
  EXPECT_EQ(printed(1e21), "1e+21");
  EXPECT_EQ(printed(1.5e300), "1.5e+300");
  EXPECT_EQ(printed(0.000001), "0.000001");
  EXPECT_EQ(printed(1e-7), "1e-7");
  EXPECT_EQ(printed(-123456.789), "-123456.789");
  EXPECT_EQ(printed(5e-324), "5e-324");
  EXPECT_EQ(printed(12.5), "12.5");
  EXPECT_EQ(printed(0.05), "0.05");
  EXPECT_EQ(printed(-0.007), "-0.007");
  EXPECT_EQ(printed(1700000000), "1700000000");
  EXPECT_EQ(printed(999999999999999.9), "999999999999999.9");
  EXPECT_EQ(printed(2251799813685248.5), "2251799813685248.5");
  EXPECT_EQ(printed(std::numeric_limits<double>::infinity()), "Infinity");
  EXPECT_EQ(printed(std::nan("")), "NaN");
}

TEST(json, serialize_keeps_order_and_adds_no_space) {
  EXPECT_EQ(serialize({{"b", 1}, {"a", {1.5, nullptr, true, "x"}}}), R"({"b":1,"a":[1.5,null,true,"x"]})");
  EXPECT_EQ(serialize(value("q\"\\\n\x01\x7f\xc3\xa9/")), "\"q\\\"\\\\\\n\\u0001\x7f\xc3\xa9/\"");
  EXPECT_EQ(serialize(value(std::numeric_limits<double>::infinity())), "null");
}

TEST(json, short_numbers_are_printed_with_the_shortest_digits_that_read_back) {
  for (int thousandths = 1; thousandths < 200'000; thousandths += 7) {
    const double number = thousandths / 1000.0;
    const std::string text = printed(number);
    EXPECT_EQ(std::strtod(text.c_str(), nullptr), number);
    char shortest[32];
    std::snprintf(shortest, sizeof shortest, "%.15g", number);
    EXPECT_EQ(text, shortest);
  }
}

TEST(json, a_character_that_needs_escaping_is_found_wherever_it_stands) {
  for (const std::string_view special : {"\"", "\\", "\n", "\x1f"})
    for (std::size_t at = 0; at < 20; ++at) {
      for (const std::string_view other : {" ", "\x7f", "\u20ac"}) {
        std::string text;
        for (std::size_t i = 0; i < 20; ++i) text += i == at ? special : other;
        std::string quoted;
        quote_to(quoted, text);
        EXPECT_EQ(parse(quoted).get_string(), text);
        EXPECT_GT(quoted.size(), text.size() + 2);
      }
    }
}

TEST(json, find_finds_members_of_small_and_of_large_objects) {
  object members;
  for (int i = 0; i < 40; ++i) {
    members["key" + std::to_string(i)] = i;
    const value document = members;
    for (int j = 0; j <= i; ++j) EXPECT_EQ(*find(document, "key" + std::to_string(j)), value(j));
    EXPECT_EQ(find(document, "key"), nullptr);
  }
}

TEST(json, set_makes_a_member_and_replaces_one) {
  monotonic_resource arena;
  object members(&arena);
  set(members, "a", std::string_view("a text longer than the small buffer"));
  EXPECT_EQ(members.at("a").storage().get(), &arena);
  set(members, "a", 7);
  EXPECT_EQ(serialize(members), R"({"a":7})");
}

TEST(json, try_parse_reads_text_and_says_what_is_wrong) {
  EXPECT_EQ(serialize(*try_parse(R"( {"a" : [1, 2.50, "é"]} )")), R"({"a":[1,2.5,"é"]})");
  for (const char* bad : {"", "{", "[1,]", "tru", "{} x", "\"\\ud800\"", "{\"a\":1,}", "\xff"}) {
    const auto refused = try_parse(bad);
    ASSERT_FALSE(refused) << bad;
    EXPECT_EQ(refused.error().status_code, 422);
    EXPECT_FALSE(refused.error().message.empty());
    const auto checked = check(bad);
    ASSERT_FALSE(checked) << bad;
    EXPECT_EQ(checked.error().message, refused.error().message);
  }
}

TEST(json, try_parse_uses_the_given_storage) {
  monotonic_resource arena;
  const value document = *try_parse(R"({"a":[1,"a text longer than the small buffer"]})", &arena);
  EXPECT_EQ(document.storage().get(), &arena);
  EXPECT_EQ(document.at("a").at(1).storage().get(), &arena);
}

TEST(json, check_accepts_what_try_parse_reads) {
  for (const char* good : {"null", " [1, -2.5e3, \"\\u00e9\"] ", R"({"a":{"b":[true,false]}})", "18446744073709551615"})
    EXPECT_TRUE(check(good)) << good;
}

TEST(json, depth_is_limited) {
  EXPECT_FALSE(check(std::string(100'000, '[')));
  EXPECT_TRUE(try_parse(std::string(500, '[') + std::string(500, ']')));
  EXPECT_FALSE(try_parse(std::string(100'000, '[')));
}

TEST(json, equal_ignores_key_order_and_the_kind_of_number) {
  EXPECT_TRUE(equal(parse(R"({"a":1,"b":[2.0]})"), parse(R"({"b":[2],"a":1.0})")));
  EXPECT_FALSE(equal(parse("[1,2]"), parse("[2,1]")));
  EXPECT_FALSE(equal(parse(R"({"a":1})"), parse(R"({"a":"1"})")));
  EXPECT_FALSE(equal(parse(R"({"a":1})"), parse(R"({"b":1})")));
}

TEST(json, find_looks_into_objects_only) {
  const value document = parse(R"({"a":"text","n":1})");
  EXPECT_EQ(find_string(document, "a"), "text");
  EXPECT_EQ(find_string(document, "n", "none"), "none");
  EXPECT_EQ(find(document, "x"), nullptr);
  EXPECT_EQ(find(value(1), "a"), nullptr);
}

TEST(json, doubles_are_read_to_the_nearest_and_come_back_the_same) {
  for (const char* text : {"0.30000000000000004", "1.7976931348623157e+308", "5e-324", "2.2250738585072014e-308",
                           "123456789012345680000", "9007199254740993.5", "0.1234567890123456", "-179.99999999999997"})
    EXPECT_EQ(json::serialize(json::parse(text)), json::serialize(json::value(std::strtod(text, nullptr)))) << text;
  // A seed of its own: the same numbers in every run.
  std::uint64_t state = 42;
  for (int i = 0; i < 20'000; ++i) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    const double number = std::bit_cast<double>(state);
    if (!std::isfinite(number)) continue;
    std::string text;
    json::number_to(text, number);
    EXPECT_EQ(json::parse(text).to_number<double>(), number) << text;
  }
}

}  // namespace
}  // namespace lamina::json
