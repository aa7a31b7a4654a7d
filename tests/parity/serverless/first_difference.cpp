#include "tests/parity/serverless/first_difference.h"

#include <initializer_list>
#include <string_view>

#include "tests/parity/cases/exact_difference.h"

namespace lamina::parity {
namespace {

// What the case says about itself, not about the service.
constexpr std::string_view about[] = {"format", "serviceDir", "derivedBy", "derived", "inputs"};

bool is_about(std::string_view key) {
  for (const std::string_view one : about)
    if (one == key) return true;
  return false;
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
  const std::string found = exact_difference(comparable(expected), comparable(actual), "");
  return found.empty() ? found : found.substr(1);
}

}  // namespace lamina::parity
