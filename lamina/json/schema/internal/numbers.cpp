#include "lamina/json/schema/internal/numbers.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "lamina/json/schema/internal/node.h"

namespace lamina::json::schemas {
namespace {

template <class Left, class Right>
int order_of(Left left, Right right) {
  if constexpr (std::is_integral_v<Left> && std::is_integral_v<Right>)
    return std::cmp_less(left, right) ? -1 : std::cmp_less(right, left) ? 1 : 0;
  else
    return static_cast<double>(left) < static_cast<double>(right)   ? -1
           : static_cast<double>(left) > static_cast<double>(right) ? 1
                                                                    : 0;
}

template <class Left>
int compare_with(Left left, const value& right) {
  if (right.is_int64()) return order_of(left, right.get_int64());
  if (right.is_uint64()) return order_of(left, right.get_uint64());
  return order_of(left, right.get_double());
}

}  // namespace

int compare_numbers(const value& left, const value& right) noexcept {
  if (left.is_int64()) return compare_with(left.get_int64(), right);
  if (left.is_uint64()) return compare_with(left.get_uint64(), right);
  return compare_with(left.get_double(), right);
}

// As Ajv: the quotient of doubles has to be whole, so that 0.3 is a multiple of 0.1 only as far as doubles know.
bool is_multiple(const value& number, const value& step) noexcept {
  if (number.is_int64() && step.is_int64()) return number.get_int64() % step.get_int64() == 0;
  const double dividend = number.to_number<double>();
  const double divisor = step.to_number<double>();
  const double quotient = dividend / divisor;
  if (!std::isfinite(quotient)) return std::fmod(dividend, divisor) == 0;
  return std::trunc(quotient) == quotient;
}

std::size_t count_characters(std::string_view text) noexcept {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

std::string_view name_of(type which) noexcept {
  switch (which) {
    case type::null: return "null";
    case type::boolean: return "boolean";
    case type::number: return "number";
    case type::integer: return "integer";
    case type::string: return "string";
    case type::array: return "array";
    case type::object: return "object";
  }
  return {};
}

std::optional<type> type_named(std::string_view name) noexcept {
  for (const type each :
       {type::null, type::boolean, type::number, type::integer, type::string, type::array, type::object})
    if (name_of(each) == name) return each;
  return std::nullopt;
}

bool is_of(const value& instance, type which) noexcept {
  switch (which) {
    case type::null: return instance.is_null();
    case type::boolean: return instance.is_bool();
    case type::number: return instance.is_number();
    case type::integer:
      return instance.is_int64() || instance.is_uint64() ||
             (instance.is_double() && std::isfinite(instance.get_double()) &&
              std::trunc(instance.get_double()) == instance.get_double());
    case type::string: return instance.is_string();
    case type::array: return instance.is_array();
    case type::object: return instance.is_object();
  }
  return false;
}

}  // namespace lamina::json::schemas
