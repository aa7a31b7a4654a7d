#include "tests/parity/serverless/first_difference.h"

#include <initializer_list>
#include <string_view>

namespace lamina::parity {
namespace {

// What the case says about itself, not about the service.
constexpr std::string_view about[] = {"format", "serviceDir", "derivedBy", "derived", "inputs"};

bool is_about(std::string_view key) {
  for (const std::string_view one : about)
    if (one == key) return true;
  return false;
}

std::string differ(const std::string& path, const json::value* expected, const json::value* actual) {
  const auto text = [](const json::value* one) {
    return one ? json::serialize(*one).substr(0, 200) : std::string("nothing");
  };
  return path + ": expected " + text(expected) + ", got " + text(actual);
}

std::string compare(const std::string& path, const json::value& expected, const json::value& actual);

std::string compare_objects(const std::string& path, const json::object& expected, const json::object& actual) {
  for (const auto& member : expected) {
    const std::string inner = path + "." + std::string(member.key());
    const json::value* other = actual.if_contains(member.key());
    if (other == nullptr) return differ(inner, &member.value(), nullptr);
    if (std::string found = compare(inner, member.value(), *other); !found.empty()) return found;
  }
  for (const auto& member : actual)
    if (!expected.contains(member.key()))
      return differ(path + "." + std::string(member.key()), nullptr, &member.value());
  return {};
}

std::string compare_arrays(const std::string& path, const json::array& expected, const json::array& actual) {
  for (std::size_t i = 0; i < expected.size() || i < actual.size(); ++i) {
    const std::string inner = path + "[" + std::to_string(i) + "]";
    if (i >= actual.size()) return differ(inner, &expected[i], nullptr);
    if (i >= expected.size()) return differ(inner, nullptr, &actual[i]);
    if (std::string found = compare(inner, expected[i], actual[i]); !found.empty()) return found;
  }
  return {};
}

std::string compare(const std::string& path, const json::value& expected, const json::value& actual) {
  if (expected.is_object() && actual.is_object())
    return compare_objects(path, expected.get_object(), actual.get_object());
  if (expected.is_array() && actual.is_array()) return compare_arrays(path, expected.get_array(), actual.get_array());
  return json::equal(expected, actual) ? std::string() : differ(path, &expected, &actual);
}

// A list whose order does not count, as an object; items that share a name get a number.
json::value by_name(const json::value& list, std::initializer_list<std::string_view> names) {
  json::object out;
  if (!list.is_array()) return list;
  for (const json::value& item : list.get_array()) {
    std::string name;
    for (const std::string_view key : names)
      name += (name.empty() ? "" : " ") + std::string(json::find_string(item, key));
    while (out.contains(name)) name += " (again)";
    out[name] = item;
  }
  return out;
}

json::object comparable(const json::object& from) {
  json::object out;
  for (const auto& member : from) {
    const std::string_view key = member.key();
    if (is_about(key)) continue;
    if (key == "functions")
      out[key] = by_name(member.value(), {"key"});
    else if (key == "routes")
      out[key] = by_name(member.value(), {"api", "method", "path"});
    else if (key == "restCors")
      out[key] = by_name(member.value(), {"path"});
    else
      out[key] = member.value();
  }
  return out;
}

}  // namespace

std::string first_difference(const json::object& expected, const json::object& actual) {
  const std::string found = compare_objects("", comparable(expected), comparable(actual));
  return found.empty() ? found : found.substr(1);
}

}  // namespace lamina::parity
