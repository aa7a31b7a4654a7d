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

TEST(environment, a_slot_changes_in_place_and_cuts_what_is_too_long) {
  {
    environment_slot slot("LAMINA_TEST_SLOT");
    EXPECT_FALSE(environment_variable("LAMINA_TEST_SLOT"));
    slot.set("one");
    EXPECT_EQ(environment_variable("LAMINA_TEST_SLOT"), "one");
    slot.set("");
    EXPECT_EQ(environment_variable("LAMINA_TEST_SLOT"), "");
    slot.unset();
    EXPECT_FALSE(environment_variable("LAMINA_TEST_SLOT"));
    slot.set(std::string(5000, 'x'));
    EXPECT_EQ(environment_variable("LAMINA_TEST_SLOT")->size(), 1024 - std::string("LAMINA_TEST_SLOT=").size() - 1);
  }
  EXPECT_FALSE(environment_variable("LAMINA_TEST_SLOT"));
}

}  // namespace
}  // namespace lamina
