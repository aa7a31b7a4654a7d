#include "lamina/base/hex.h"

#include <gtest/gtest.h>

namespace lamina {
namespace {

TEST(hex, writes_two_lower_case_digits_for_each_byte) {
  EXPECT_EQ(hex_encode(std::string_view("\x00\x0f\x7f\x80\xff", 5)), "000f7f80ff");
  EXPECT_EQ(hex_encode(""), "");
}

TEST(hex, appends) {
  std::string text = "0x";
  hex_encode_to(text, "\xab");
  EXPECT_EQ(text, "0xab");
}

}  // namespace
}  // namespace lamina
