#include "tests/parity/cases/exact_difference.h"

#include <string_view>

namespace lamina::parity {
namespace {

std::string shown(const json::value* value) {
  constexpr std::size_t most = 300;
  if (value == nullptr) return "nothing";
  std::string text = json::serialize(*value);
  if (text.size() > most) text = text.substr(0, most) + "... (" + std::to_string(text.size()) + " bytes)";
  return text;
}

std::string compare_objects(const json::object& expected, const json::object& actual, const std::string& path,
                            const special_rule& special) {
  for (const auto& [key, member] : expected) {
    const std::string inner = path + "." + std::string(key);
    const json::value* other = actual.if_contains(key);
    if (other == nullptr) return differ(inner, &member, nullptr);
    if (std::string found = exact_difference(member, *other, inner, special); !found.empty()) return found;
  }
  for (const auto& [key, member] : actual)
    if (!expected.contains(key)) return differ(path + "." + std::string(key), nullptr, &member);
  return {};
}

std::string compare_arrays(const json::array& expected, const json::array& actual, const std::string& path,
                           const special_rule& special) {
  for (std::size_t i = 0; i < expected.size() || i < actual.size(); ++i) {
    const std::string inner = path + "[" + std::to_string(i) + "]";
    if (i >= actual.size()) return differ(inner, &expected[i], nullptr);
    if (i >= expected.size()) return differ(inner, nullptr, &actual[i]);
    if (std::string found = exact_difference(expected[i], actual[i], inner, special); !found.empty()) return found;
  }
  return {};
}

}  // namespace

std::string differ(const std::string& where, const json::value* expected, const json::value* actual) {
  return where + ": expected " + shown(expected) + ", got " + shown(actual);
}

std::string exact_difference(const json::value& expected, const json::value& actual, const std::string& path,
                             const special_rule& special) {
  if (special)
    if (auto found = special(expected, actual, path)) return *std::move(found);
  if (expected.is_object() && actual.is_object())
    return compare_objects(expected.get_object(), actual.get_object(), path, special);
  if (expected.is_array() && actual.is_array())
    return compare_arrays(expected.get_array(), actual.get_array(), path, special);
  return json::equal(expected, actual) ? std::string() : differ(path, &expected, &actual);
}

}  // namespace lamina::parity
