#include "lamina/json/schema/internal/coerce.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>

namespace lamina::json::schemas {
namespace {

// JavaScript's white space, as String.prototype.trim has it, at both ends.
std::string_view trimmed(std::string_view text) {
  static constexpr std::string_view wide[] = {"\xc2\xa0", "\xe2\x80\xa8", "\xe2\x80\xa9", "\xe3\x80\x80",
                                              "\xef\xbb\xbf"};
  const auto space_at = [](std::string_view rest, bool front) -> std::size_t {
    if (rest.empty()) return 0;
    const char c = front ? rest.front() : rest.back();
    if (c == ' ' || (c >= '\t' && c <= '\r')) return 1;
    for (const auto each : wide) {
      const bool there = rest.size() >= each.size() &&
                         (front ? rest.substr(0, each.size()) : rest.substr(rest.size() - each.size())) == each;
      if (there) return each.size();
    }
    return 0;
  };
  while (const std::size_t length = space_at(text, true)) text.remove_prefix(length);
  while (const std::size_t length = space_at(text, false)) text.remove_suffix(length);
  return text;
}

std::optional<double> radix_number(std::string_view digits, int base) {
  if (digits.empty()) return std::nullopt;
  double number = 0;
  for (const char c : digits) {
    const int digit = c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : 99;
    if (digit >= base) return std::nullopt;
    number = number * base + digit;
  }
  return number;
}

// JavaScript's Number(text), of a text that is not empty; absent: NaN.
std::optional<double> to_number(std::string_view text) {
  text = trimmed(text);
  if (text.empty()) return 0;
  if (text.size() > 2 && text[0] == '0') {
    const char base = static_cast<char>(text[1] | 32);
    if (base == 'x') return radix_number(text.substr(2), 16);
    if (base == 'o') return radix_number(text.substr(2), 8);
    if (base == 'b') return radix_number(text.substr(2), 2);
  }
  const bool negative = text[0] == '-';
  if (negative || text[0] == '+') text.remove_prefix(1);
  // from_chars also reads "inf" and "nan", which JavaScript does not.
  if (text.empty() || (text[0] != '.' && (text[0] < '0' || text[0] > '9'))) return std::nullopt;
  double number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (end != text.data() + text.size()) return std::nullopt;
  if (failure == std::errc::result_out_of_range) return std::nullopt;
  return negative ? -number : number;
}

std::optional<double> as_number(const value& from) {
  if (from.is_bool()) return from.get_bool() ? 1 : 0;
  if (from.is_null()) return 0;
  if (from.is_number()) return from.to_number<double>();
  if (!from.is_string() || from.get_string().empty()) return std::nullopt;
  return to_number(from.get_string());
}

// Whole numbers stay integers in the document, as if they had been written so.
void set_number(value& out, double number) {
  if (std::trunc(number) == number && std::fabs(number) < 9007199254740992.0)
    out = static_cast<std::int64_t>(number);
  else
    out = number;
}

bool is_number_equal(const value& from, double number) {
  return from.is_number() && from.to_number<double>() == number;
}

bool to_boolean(value& out) {
  const bool yes = is_number_equal(out, 1) || (out.is_string() && out.get_string() == "true");
  const bool no = out.is_null() || is_number_equal(out, 0) || (out.is_string() && out.get_string() == "false");
  if (yes || no) out = yes;
  return yes || no;
}

bool to_text(value& out) {
  if (out.is_null()) {
    out = "";
  } else if (out.is_bool() || out.is_number()) {
    out = serialize(out);
  } else {
    return false;
  }
  return true;
}

bool to_null(value& out) {
  const bool empty =
      (out.is_string() && out.get_string().empty()) || is_number_equal(out, 0) || (out.is_bool() && !out.get_bool());
  if (empty) out = nullptr;
  return empty;
}

bool to_numeric(value& out, bool whole) {
  const auto number = as_number(out);
  if (!number || (whole && std::trunc(*number) != *number)) return false;
  set_number(out, *number);
  return true;
}

bool to_list(value& out) {
  if (out.is_object() || out.is_array()) return false;
  array list(out.storage());
  list.push_back(std::move(out));
  out = std::move(list);
  return true;
}

bool coerce_scalar(value& instance, type to, coercion how) {
  switch (to) {
    case type::string: return to_text(instance);
    case type::number: return to_numeric(instance, false);
    case type::integer: return to_numeric(instance, true);
    case type::boolean: return to_boolean(instance);
    case type::null: return to_null(instance);
    case type::array: return how == coercion::array && to_list(instance);
    case type::object: return false;
  }
  return false;
}

}  // namespace

bool coerce_to(value& instance, const std::vector<type>& types, coercion how) {
  const auto fits = [&](const value& each) {
    return std::any_of(types.begin(), types.end(), [&](type one) { return is_of(each, one); });
  };
  const auto is_coercible = [&](type one) {
    return one != type::object && (one != type::array || how == coercion::array);
  };
  if (std::none_of(types.begin(), types.end(), is_coercible)) return false;
  // A list of one item stands for that item.
  if (how == coercion::array && instance.is_array() && instance.get_array().size() == 1) {
    value item = instance.get_array()[0];
    if (fits(item)) {
      instance = std::move(item);
      return true;
    }
    for (const type each : types)
      if (each != type::array && coerce_scalar(item, each, how)) {
        instance = std::move(item);
        return true;
      }
    return false;
  }
  return std::any_of(types.begin(), types.end(), [&](type each) { return coerce_scalar(instance, each, how); });
}

}  // namespace lamina::json::schemas
