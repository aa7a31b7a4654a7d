#include "lamina/middlewares/http_x402/atomic_amount.h"

#include <gtest/gtest.h>

#include "lamina/base/error.h"

namespace lamina {
namespace {

std::string amount(std::string_view price, int decimals) {
  try {
    return atomic_amount(price, decimals);
  } catch (const error& refused) {
    return refused.message;
  }
}

TEST(atomic_amount, moves_the_point) {
  EXPECT_EQ(amount("0.01", 6), "10000");
  EXPECT_EQ(amount(".5", 6), "500000");
  EXPECT_EQ(amount("7", 0), "7");
  EXPECT_EQ(amount("007.10", 2), "710");
  EXPECT_EQ(amount("0", 6), "0");
  EXPECT_EQ(amount("0.000001", 6), "1");
  EXPECT_EQ(amount("123456789012345678901234567890", 18), "123456789012345678901234567890000000000000000000");
}

TEST(atomic_amount, refuses_what_is_no_price) {
  for (const std::string_view price : {"", ".", "5.", "-1", "+1", "1e3", "1.2.3", "1,5", " 1", "undefined", "0x1"})
    EXPECT_EQ(amount(price, 6), "@middy/http-x402 price must be a non-negative decimal string or number") << price;
  EXPECT_EQ(amount("0.0000001", 6), "@middy/http-x402 price has more fractional digits than decimals (6)");
  EXPECT_EQ(amount("1.0", 0), "@middy/http-x402 price has more fractional digits than decimals (0)");
}

TEST(atomic_amount, writes_numbers_without_exponents) {
  EXPECT_EQ(decimal_text(0.01), "0.01");
  EXPECT_EQ(decimal_text(1e-6), "0.000001");
  EXPECT_EQ(decimal_text(1e-7), "0.0000001");
  EXPECT_EQ(decimal_text(1.25e-7), "0.000000125");
  EXPECT_EQ(decimal_text(1e21), "1000000000000000000000");
  EXPECT_EQ(decimal_text(1.5e22), "15000000000000000000000");
  EXPECT_EQ(decimal_text(5), "5");
}

}  // namespace
}  // namespace lamina
