#include "tests/parity/gateway/matcher.h"

#include <algorithm>
#include <set>
#include <stdexcept>

#include "tests/parity/cases/pattern.h"

namespace parity {
namespace {

namespace json = lamina::json;

std::string differ(const std::string& where, const std::string& expected, const json::value* actual) {
  const std::string got = actual == nullptr ? "nothing" : json::serialize(*actual).substr(0, 300);
  return where + ": expected " + expected.substr(0, 300) + ", got " + got;
}

bool finds(std::string_view pattern, std::string_view text) {
  const auto fits = lamina::parity::pattern_fits(pattern, text);
  if (!fits) throw std::runtime_error("bad pattern " + std::string(pattern));
  return *fits;
}

bool is_repeat(const json::value& rule, const json::value* actual) {
  const std::string_view letter = rule.at("char").as_string();
  return actual != nullptr && actual->is_string() &&
         actual->get_string() == std::string(static_cast<std::size_t>(rule.at("count").as_int64()), letter.at(0));
}

bool is_type(std::string_view type, const json::value* actual) {
  if (type != "integer") throw std::runtime_error("unknown $type " + std::string(type));
  return actual != nullptr && (actual->is_int64() || actual->is_uint64());
}

bool is_one_of(const json::array& values, const json::value* actual) {
  return std::ranges::any_of(values, [&](const json::value& one) { return first_difference(one, actual, "").empty(); });
}

bool holds(std::string_view name, const json::value& rule, const json::value* actual) {
  const bool empty_object = actual != nullptr && actual->is_object() && actual->get_object().empty();
  if (name == "$any") return actual != nullptr;
  if (name == "$absent") return actual == nullptr;
  if (name == "$null") return actual != nullptr && actual->is_null();
  if (name == "$absentOrEmpty") return actual == nullptr || actual->is_null() || empty_object;
  if (name == "$empty") return empty_object;
  if (name == "$regex")
    return actual != nullptr && actual->is_string() && finds(rule.as_string(), actual->get_string());
  if (name == "$repeat") return is_repeat(rule, actual);
  if (name == "$type") return is_type(rule.as_string(), actual);
  if (name == "$in") return is_one_of(rule.as_array(), actual);
  throw std::runtime_error("unknown matcher " + std::string(name));
}

// Exactly these keys.
bool has_keys(const json::array& keys, const json::object& actual) {
  std::set<std::string_view> wanted, got;
  for (const json::value& key : keys) wanted.insert(key.as_string());
  for (const auto& member : actual) got.insert(member.key());
  return wanted == got;
}

bool are_equal(const json::array& fields, const json::object& actual) {
  const json::value* left = actual.if_contains(fields.at(0).as_string());
  const json::value* right = actual.if_contains(fields.at(1).as_string());
  return left != nullptr && right != nullptr && json::equal(*left, *right);
}

std::string compare_object(const json::object& expected, const json::value* actual, const std::string& where) {
  if (actual == nullptr || !actual->is_object()) return differ(where, "an object", actual);
  const json::object& got = actual->get_object();
  for (const auto& [key, value] : expected) {
    if (key == "$keys") {
      if (!has_keys(value.as_array(), got)) return differ(where, "the keys " + json::serialize(value), actual);
    } else if (key == "$equalFields") {
      if (!are_equal(value.as_array(), got)) return differ(where, "equal " + json::serialize(value), actual);
    } else {
      const std::string difference = first_difference(value, got.if_contains(key), where + "." + std::string(key));
      if (!difference.empty()) return difference;
    }
  }
  return {};
}

}  // namespace

std::string_view matcher_name(const json::value& expected) {
  if (!expected.is_object() || expected.get_object().empty()) return {};
  const std::string_view key = expected.get_object().begin()->key();
  return key.starts_with('$') && key != "$keys" && key != "$equalFields" ? key : std::string_view();
}

std::string first_difference(const json::value& expected, const json::value* actual, const std::string& where) {
  if (const auto name = matcher_name(expected); !name.empty())
    return holds(name, expected.at(name), actual) ? "" : differ(where, json::serialize(expected), actual);
  if (expected.is_object()) return compare_object(expected.get_object(), actual, where);
  const bool same = actual != nullptr && json::equal(expected, *actual);
  return same ? "" : differ(where, json::serialize(expected), actual);
}

}  // namespace parity
