#include "lamina/json/javascript.h"

#include <gtest/gtest.h>

#include <cmath>

namespace lamina::json {
namespace {

TEST(is_truthy, follows_javascript) {
  for (const char* text : {"true", "1", "-1", "0.5", "\"0\"", "[]", "{}", "18446744073709551615"})
    EXPECT_TRUE(is_truthy(parse(text))) << text;
  for (const char* text : {"null", "false", "0", "-0.0", "\"\""}) EXPECT_FALSE(is_truthy(parse(text))) << text;
  EXPECT_FALSE(is_truthy(value(std::nan(""))));
  EXPECT_FALSE(is_truthy(nullptr));
}

TEST(to_text, is_String_of_javascript) {
  EXPECT_EQ(to_text("x"), "x");
  EXPECT_EQ(to_text(parse("1e21")), "1e+21");
  EXPECT_EQ(to_text(9007199254740993), "9007199254740992");
  EXPECT_EQ(to_text(true), "true");
  EXPECT_EQ(to_text(nullptr), "null");
  EXPECT_EQ(to_text(parse(R"([1,null,["a",{}]])")), "1,,a,[object Object]");
}

TEST(revive, visits_members_from_the_inside_out) {
  std::string keys;
  const value same = revive(parse(R"({"a":{"b":1},"c":[true]})"), [&](std::string_view key, value member) {
    keys.append("[").append(key).append("]");
    return member;
  });
  EXPECT_EQ(keys, "[b][a][0][c][]");
  EXPECT_EQ(serialize(same), R"({"a":{"b":1},"c":[true]})");
}

TEST(revive, replaces_and_removes) {
  const auto changed = revive(parse(R"({"a":1,"b":2,"c":[1,"x"],"d":null})"), [](std::string_view key, value member) {
    if (key == "b") return std::optional<value>();
    if (member.is_int64()) return std::optional<value>(member.get_int64() * 2);
    if (member == value("x")) return std::optional<value>();
    return std::optional<value>(std::move(member));
  });
  EXPECT_EQ(serialize(changed), R"({"a":2,"c":[2,null],"d":null})");
  EXPECT_EQ(revive(parse("[1]"),
                   [](std::string_view key, value member) {
                     return key.empty() ? std::nullopt : std::optional<value>(std::move(member));
                   }),
            value(nullptr));
}

}  // namespace
}  // namespace lamina::json
