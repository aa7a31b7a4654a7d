#include "lamina/gateway/integration/internal/result_reader.h"

#include <gtest/gtest.h>

namespace lamina::gateway::internal {
namespace {

TEST(result_reader, keeps_the_first_reason) {
  std::string storage;
  result_reader reader("1", storage);
  EXPECT_FALSE(reader.fail("first"));
  EXPECT_FALSE(reader.fail("second"));
  EXPECT_EQ(reader.why(), "first");
}

TEST(result_reader, views_stay_good_while_more_is_unescaped) {
  std::string storage;
  result_reader reader(R"(["\u0061","\n\n\n","c"])", storage);
  std::vector<std::string_view> texts;
  EXPECT_TRUE(reader.cursor.read_array([&] { return reader.read_text("x", texts.emplace_back()); }));
  EXPECT_EQ(texts, (std::vector<std::string_view>{"a", "\n\n\n", "c"}));
}

// What it reads, or "refused".
std::string status_of(std::string_view payload) {
  std::string storage;
  result_reader reader(payload, storage);
  int status = 200;
  return reader.read_status(status) ? std::to_string(status) : "refused";
}

std::string flag_of(std::string_view payload) {
  std::string storage;
  result_reader reader(payload, storage);
  bool flag = false;
  return !reader.read_flag("x", flag) ? "refused" : flag ? "true" : "false";
}

TEST(result_reader, takes_a_status_for_what_it_is_worth) {
  for (const char* good : {"404", "404.0", "4.04e2", R"("404")", R"("404.0")"}) EXPECT_EQ(status_of(good), "404");
  for (const char* wrong : {"404.5", "600", "600.0", "199", "-404", "1e9", R"("")", R"("404 ")", R"("x")", R"("nan")",
                            "true", "[404]", "{}"})
    EXPECT_EQ(status_of(wrong), "refused") << wrong;
  EXPECT_EQ(status_of("null"), "200");
}

TEST(result_reader, takes_a_flag_as_text_too) {
  for (const char* yes : {"true", R"("true")", R"("True")"}) EXPECT_EQ(flag_of(yes), "true");
  for (const char* no : {"false", "null", R"("false")", R"("False")"}) EXPECT_EQ(flag_of(no), "false");
  for (const char* wrong : {"1", "0", R"("yes")", R"("")", R"("null")", "{}", "[]"})
    EXPECT_EQ(flag_of(wrong), "refused");
}

}  // namespace
}  // namespace lamina::gateway::internal
