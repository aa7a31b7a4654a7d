#include "lamina/config/internal/yaml_scalar.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <string>

#include "lamina/config/internal/timestamp.h"

namespace lamina::config {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

std::string without_underscores(std::string_view text) {
  std::string out;
  std::copy_if(text.begin(), text.end(), std::back_inserter(out), [](char c) { return c != '_'; });
  return out;
}

// Digits of `base` with underscores between them, as resolveYamlInteger of js-yaml accepts them.
bool are_digits(std::string_view text, int base) {
  if (text.empty() || text.front() == '_' || text.back() == '_') return false;
  return std::all_of(text.begin(), text.end(), [&](char c) {
    if (c == '_') return true;
    if (base == 16) return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    return c >= '0' && c < '0' + base;
  });
}

// As JavaScript's parseInt: a double once it no longer fits.
json::value integer_value(const std::string& digits, int base, bool negative) {
  std::int64_t number = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number, base);
  if (read.ec == std::errc()) return negative ? -number : number;
  double large = 0;
  if (base == 10) {
    const auto end = std::from_chars(digits.data(), digits.data() + digits.size(), large);
    if (end.ec != std::errc()) large = std::numeric_limits<double>::infinity();
  } else {
    for (const char c : digits) large = large * base + (is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
  }
  return negative ? -large : large;
}

std::optional<json::value> integer(std::string_view text) {
  const bool negative = text.front() == '-';
  if (negative || text.front() == '+') text.remove_prefix(1);
  int base = 10;
  if (text.size() > 2 && text[0] == '0') {
    if (text[1] == 'x') base = 16;
    if (text[1] == 'o') base = 8;
    if (text[1] == 'b') base = 2;
    if (base != 10) text.remove_prefix(2);
  }
  if (!are_digits(text, base)) return std::nullopt;
  return integer_value(without_underscores(text), base, negative);
}

// [-+]? digits_ [. digits_]? exponent?  |  . digits_ exponent?   (YAML_FLOAT_PATTERN of js-yaml)
bool is_float(std::string_view text) {
  if (text.back() == '_') return false;
  std::size_t at = text[0] == '-' || text[0] == '+' ? 1 : 0;
  const auto skip = [&](auto accepts) {
    const std::size_t start = at;
    while (at < text.size() && accepts(text[at])) ++at;
    return at - start;
  };
  const auto digit_or_line = [](char c) { return is_digit(c) || c == '_'; };
  if (at < text.size() && is_digit(text[at])) {
    skip(digit_or_line);
    if (at < text.size() && text[at] == '.') ++at, skip(digit_or_line);
  } else if (at == 0 && text[0] == '.') {
    ++at;
    if (skip(digit_or_line) == 0) return false;
  } else {
    return false;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
    if (skip(is_digit) == 0) return false;
  }
  return at == text.size();
}

std::optional<json::value> floating(std::string_view text) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (is_one_of(text, {".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"})) return infinity;
  if (is_one_of(text, {"-.inf", "-.Inf", "-.INF"})) return -infinity;
  if (is_one_of(text, {".nan", ".NaN", ".NAN"})) return std::numeric_limits<double>::quiet_NaN();
  if (!is_float(text)) return std::nullopt;
  std::string digits = without_underscores(text);
  if (digits.front() == '+') digits.erase(0, 1);
  double number = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (read.ec == std::errc::result_out_of_range)
    number = digits.find("e-") == std::string::npos && digits.find("E-") == std::string::npos ? infinity : 0;
  else if (read.ec != std::errc())
    return std::nullopt;
  // 1.0 and 1 are the same number to JavaScript.
  if (std::abs(number) < 9e15 && number == std::trunc(number)) return static_cast<std::int64_t>(number);
  return number;
}

}  // namespace

json::value plain_scalar(std::string_view text) {
  if (text.empty() || is_one_of(text, {"~", "null", "Null", "NULL"})) return nullptr;
  if (is_one_of(text, {"true", "True", "TRUE"})) return true;
  if (is_one_of(text, {"false", "False", "FALSE"})) return false;
  if (auto number = integer(text)) return *std::move(number);
  if (auto number = floating(text)) return *std::move(number);
  if (const auto instant = timestamp_text(text)) return json::string(*instant);
  return json::string(text);
}

}  // namespace lamina::config
