#include "lamina/base/keep_small.h"

#include <gtest/gtest.h>

namespace lamina {
namespace {

TEST(keep_small, empties_and_gives_back_what_is_large) {
  std::string buffer(1001, 'x');
  keep_small(buffer, 1000);
  EXPECT_TRUE(buffer.empty());
  EXPECT_LT(buffer.capacity(), 1000u);
}

TEST(keep_small, keeps_what_is_not) {
  std::string buffer(1000, 'x');
  const std::size_t before = buffer.capacity();
  keep_small(buffer, before);
  EXPECT_TRUE(buffer.empty());
  EXPECT_EQ(buffer.capacity(), before);
}

}  // namespace
}  // namespace lamina
