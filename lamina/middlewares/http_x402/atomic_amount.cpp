#include "lamina/middlewares/http_x402/atomic_amount.h"

#include <algorithm>
#include <charconv>

#include "lamina/base/error.h"
#include "lamina/json/json.h"

namespace lamina {
namespace {

constexpr std::string_view package = "@middy/http-x402";

[[noreturn]] void refuse(const std::string& why) { throw error(std::string(package) + " " + why).with_cause(package); }

bool is_digits(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::string atomic_amount(std::string_view price, int decimals) {
  const std::size_t dot = price.find('.');
  const std::string_view whole = price.substr(0, dot);
  const std::string_view fraction = dot == price.npos ? std::string_view() : price.substr(dot + 1);
  const bool is_empty = fraction.empty() && (whole.empty() || dot != price.npos);
  if (is_empty || !is_digits(whole) || !is_digits(fraction))
    refuse("price must be a non-negative decimal string or number");
  if (static_cast<std::ptrdiff_t>(fraction.size()) > decimals)
    refuse("price has more fractional digits than decimals (" + std::to_string(decimals) + ")");
  std::string digits = std::string(whole) + std::string(fraction);
  digits.append(static_cast<std::size_t>(decimals) - fraction.size(), '0');
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
  return digits;
}

std::string decimal_text(double number) {
  std::string text;
  json::number_to(text, number);
  const std::size_t e = text.find('e');
  if (e == text.npos) return text;
  int exponent = 0;
  const char* const from = text.data() + e + (text[e + 1] == '+' ? 2 : 1);
  std::from_chars(from, text.data() + text.size(), exponent);
  text.resize(e);
  const std::size_t dot = text.find('.');
  const int whole_digits = static_cast<int>(std::min(dot, text.size()));
  if (dot != text.npos) text.erase(dot, 1);
  // JavaScript writes exponents only below 1e-6 and from 1e21 on: the point is never among the digits.
  const int point = whole_digits + exponent;
  if (point <= 0) return "0." + std::string(static_cast<std::size_t>(-point), '0') + text;
  return text + std::string(static_cast<std::size_t>(point) - text.size(), '0');
}

}  // namespace lamina
