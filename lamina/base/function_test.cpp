#include "lamina/base/function.h"

#include <gtest/gtest.h>

namespace lamina {
namespace {

TEST(move_only_function, owns_what_cannot_be_copied) {
  move_only_function<int(int)> add = [owned = std::make_unique<int>(2)](int n) { return *owned + n; };
  auto moved = std::move(add);
  EXPECT_FALSE(add);  // NOLINT: moved from on purpose
  EXPECT_EQ(moved(3), 5);
}

}  // namespace
}  // namespace lamina
