#include "lamina/base/environment.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace lamina {
namespace {

TEST(environment, tells_unset_from_empty) {
  ::setenv("LAMINA_TEST_EMPTY", "", 1);
  ::unsetenv("LAMINA_TEST_UNSET");
  EXPECT_EQ(environment_variable("LAMINA_TEST_EMPTY"), "");
  EXPECT_FALSE(environment_variable("LAMINA_TEST_UNSET"));
}

TEST(environment, lists_all_and_keeps_equals_signs_in_values) {
  ::setenv("LAMINA_TEST_PAIR", "a=b", 1);
  EXPECT_EQ(environment().at("LAMINA_TEST_PAIR"), "a=b");
}

}  // namespace
}  // namespace lamina
