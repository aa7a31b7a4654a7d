#include "lamina/gateway/integration/media_type.h"

#include <gtest/gtest.h>

namespace lamina::gateway {
namespace {

TEST(media_type, is_the_first_without_parameters) {
  EXPECT_EQ(media_type("application/json; charset=utf-8"), "application/json");
  EXPECT_EQ(media_type("text/html, */*;q=0.8"), "text/html");
  EXPECT_EQ(media_type(" a/b "), "a/b");
  EXPECT_EQ(media_type(""), "");
}

}  // namespace
}  // namespace lamina::gateway
