#pragma once

#include <string>
#include <string_view>

namespace lamina {

// A price in the smallest units of its asset: "0.01" with 6 decimals is "10000". Exact, of any size. Throws
// lamina::error with Middy's texts for what is no such price: more digits than decimals, signs, exponents.
std::string atomic_amount(std::string_view price, int decimals);

// A number as a decimal text without an exponent: 1e-7 is "0.0000001".
std::string decimal_text(double number);

}  // namespace lamina
