#include "lamina/config/internal/known_keys.h"

#include <gtest/gtest.h>

namespace lamina::config {
namespace {

constexpr std::string_view known[] = {"handler", "events", "timeout", "memorySize", "name", "url"};

TEST(nearest_key, forgives_slips_of_the_finger) {
  EXPECT_EQ(nearest_key("handlr", known), "handler");
  EXPECT_EQ(nearest_key("timeOut", known), "timeout");
  EXPECT_EQ(nearest_key("event", known), "events");
  EXPECT_EQ(nearest_key("memorysize", known), "memorySize");
  EXPECT_EQ(nearest_key("nmae", known), "");  // two changes in four letters are a guess
}

TEST(nearest_key, completes_a_beginning) { EXPECT_EQ(nearest_key("memory", known), "memorySize"); }

TEST(nearest_key, does_not_guess_at_strangers) {
  for (const char* key : {"layers", "x", "", "role", "iamRoleStatements"})
    EXPECT_EQ(nearest_key(key, known), "") << key;
  EXPECT_EQ(nearest_key(std::string(100'000, 'h'), known), "");
}

}  // namespace
}  // namespace lamina::config
