#include "lamina/gateway/authorizers/token_pattern.h"

#include <gtest/gtest.h>

namespace lamina::gateway {
namespace {

bool matches(std::string_view expression, std::string_view token) {
  const auto pattern = token_pattern::compile(expression);
  EXPECT_TRUE(pattern) << pattern.error().message;
  return pattern && pattern->matches(token);
}

TEST(token_pattern, must_match_the_whole_token) {
  EXPECT_TRUE(matches("^Bearer [a-z]+$", "Bearer foo"));
  EXPECT_TRUE(matches("Bearer [a-z]+", "Bearer foo"));
  EXPECT_FALSE(matches("Bearer [a-z]+", "Bearer foo1"));
  EXPECT_FALSE(matches("Bearer [a-z]+", "my Bearer foo"));
  EXPECT_FALSE(matches("a|ab", "abc"));
  EXPECT_TRUE(matches("a|ab", "ab"));
  EXPECT_TRUE(matches(".*", ""));
}

TEST(token_pattern, a_token_of_any_bytes_is_judged) {
  EXPECT_FALSE(matches("[a-z]+", std::string_view("\xFF\x00", 2)));
  EXPECT_TRUE(matches("(?s).+", std::string_view("\xFF\x00", 2)));
}

TEST(token_pattern, an_expression_that_explodes_does_not_match) {
  EXPECT_FALSE(matches("(a+)+(a+)+(a+)+b?c", std::string(5000, 'a')));
}

TEST(token_pattern, a_broken_expression_says_where) {
  const auto broken = token_pattern::compile("Bearer (");
  ASSERT_FALSE(broken);
  EXPECT_NE(broken.error().message.find("\"Bearer (\", character 8"), std::string::npos) << broken.error().message;
}

}  // namespace
}  // namespace lamina::gateway
