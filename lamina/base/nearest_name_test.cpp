#include "lamina/base/nearest_name.h"

#include <gtest/gtest.h>

namespace lamina {
namespace {

constexpr std::string_view known[] = {"handler", "events", "timeout", "memorySize", "name", "url"};

TEST(nearest_name, forgives_slips_of_the_finger) {
  EXPECT_EQ(nearest_name("handlr", known), "handler");
  EXPECT_EQ(nearest_name("timeOut", known), "timeout");
  EXPECT_EQ(nearest_name("event", known), "events");
  EXPECT_EQ(nearest_name("memorysize", known), "memorySize");
  EXPECT_EQ(nearest_name("nmae", known), "");  // two changes in four letters are a guess
}

TEST(nearest_name, completes_a_beginning) { EXPECT_EQ(nearest_name("memory", known), "memorySize"); }

TEST(nearest_name, does_not_guess_at_strangers) {
  for (const char* key : {"layers", "x", "", "role", "iamRoleStatements"})
    EXPECT_EQ(nearest_name(key, known), "") << key;
  EXPECT_EQ(nearest_name(std::string(100'000, 'h'), known), "");
}

}  // namespace
}  // namespace lamina
