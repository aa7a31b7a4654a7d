#include "lamina/events/unmarshall.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>

#include "lamina/json/javascript.h"

namespace lamina {
namespace {

constexpr double max_exact_integer = 9'007'199'254'740'991;

// Nothing stands for JavaScript's undefined: an attribute without a type.
using attribute = result<std::optional<json::value>>;

template <class Number>
std::optional<Number> parse_whole(std::string_view text) {
  Number number{};
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  return number;
}

bool is_integer(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

attribute read_number(const json::value& given, bool wrap_numbers) {
  if (wrap_numbers) return std::optional<json::value>(json::object{{"value", given}});
  const std::string text = json::to_text(given);
  const double number = parse_whole<double>(text).value_or(std::numeric_limits<double>::quiet_NaN());
  if (std::isinf(number) || !(std::abs(number) > max_exact_integer)) return std::optional<json::value>(number);
  if (!is_integer(text))
    return error(text + " can't be converted to BigInt. Set options.wrapNumbers to get string value.");
  if (const auto whole = parse_whole<std::int64_t>(text)) return std::optional<json::value>(*whole);
  if (const auto whole = parse_whole<std::uint64_t>(text)) return std::optional<json::value>(*whole);
  return std::optional<json::value>(text);
}

attribute read_attribute(const json::value& typed, bool wrap_numbers);

attribute read_list(const json::value& items, bool wrap_numbers, bool are_numbers) {
  json::array read;
  if (items.is_array())
    for (const json::value& item : items.get_array()) {
      attribute one = are_numbers ? read_number(item, wrap_numbers) : read_attribute(item, wrap_numbers);
      if (!one) return one;
      read.push_back(std::move(*one).value_or(nullptr));
    }
  return std::optional<json::value>(std::move(read));
}

// {"<type>": value}
attribute read_attribute(const json::value& typed, bool wrap_numbers) {
  const json::object* members = typed.if_object();
  if (members == nullptr || members->empty()) return std::optional<json::value>();
  const std::string_view type = members->begin()->key();
  const json::value& value = members->begin()->value();
  if (type == "S" || type == "B" || type == "SS" || type == "BS") return std::optional<json::value>(value);
  if (type == "N") return read_number(value, wrap_numbers);
  if (type == "BOOL") return std::optional<json::value>(json::is_truthy(value));
  if (type == "NULL") return std::optional<json::value>(nullptr);
  if (type == "L" || type == "NS") return read_list(value, wrap_numbers, type == "NS");
  if (type != "M") return error("Unsupported type passed: " + std::string(type));
  result<json::object> map = unmarshall(&value, wrap_numbers);
  if (!map) return map.error();
  return std::optional<json::value>(std::move(*map));
}

}  // namespace

result<json::object> unmarshall(const json::value* attributes, bool wrap_numbers) {
  json::object plain;
  if (attributes == nullptr || !attributes->is_object()) return plain;
  for (const auto& [key, typed] : attributes->get_object()) {
    attribute read = read_attribute(typed, wrap_numbers);
    if (!read) return read.error();
    if (*read) plain[key] = std::move(**read);
  }
  return plain;
}

}  // namespace lamina
