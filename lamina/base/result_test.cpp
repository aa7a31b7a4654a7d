#include "lamina/base/result.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace lamina {
namespace {

result<std::string> half(int n) {
  if (n % 2) return error(422, "odd");
  return std::to_string(n / 2);
}

TEST(result, holds_a_value) {
  const auto four = half(8);
  ASSERT_TRUE(four);
  EXPECT_EQ(*four, "4");
  EXPECT_EQ(four->size(), 1u);
}

TEST(result, holds_an_error_and_throws_it_when_the_value_is_read) {
  const auto odd = half(7);
  ASSERT_FALSE(odd);
  EXPECT_EQ(odd.error().status_code, 422);
  EXPECT_THROW(odd.value(), error);
}

TEST(result, carries_values_that_only_move) {
  result<std::unique_ptr<int>> owned(std::make_unique<int>(3));
  const std::unique_ptr<int> taken = std::move(owned).value();
  EXPECT_EQ(*taken, 3);
}

TEST(result, of_void_is_success_by_default) {
  EXPECT_TRUE(result<void>{});
  EXPECT_FALSE(result<void>(error("no")));
}

}  // namespace
}  // namespace lamina
