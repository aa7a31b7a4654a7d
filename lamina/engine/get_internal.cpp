#include "lamina/engine/get_internal.h"

#include <optional>
#include <utility>
#include <vector>

namespace lamina {
namespace {

struct wanted {
  std::string name;
  std::string path;
};

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

std::vector<wanted> read_selector(const json::value& selector, const internal_store& internal) {
  std::vector<wanted> all;
  const auto add = [&all](std::string_view path) { all.push_back({std::string(path), std::string(path)}); };
  if (selector.is_bool() && selector.get_bool()) {
    for (const std::string_view name : internal.names()) add(name);
  } else if (const auto* only = selector.if_string()) {
    add(*only);
  } else if (const auto* list = selector.if_array()) {
    for (const json::value& item : *list)
      if (item.is_string()) add(item.get_string());
  } else if (const auto* map = selector.if_object()) {
    for (const auto& [name, path] : *map)
      if (path.is_string()) all.push_back({std::string(name), std::string(path.get_string())});
  }
  return all;
}

// The member that the rest of a dotted path leads to; null when there is none.
const json::value* walk(const json::value* from, std::string_view path) {
  while (from != nullptr && !path.empty()) {
    const std::size_t dot = path.find('.');
    from = json::find(*from, path.substr(0, dot));
    path = dot == std::string_view::npos ? std::string_view{} : path.substr(dot + 1);
  }
  return from;
}

json::value describe(const error& failure) {
  json::object said{{"name", failure.name}, {"message", failure.message}};
  if (failure.status_code != 0) said["statusCode"] = failure.status_code;
  return said;
}

}  // namespace

std::string sanitize_key(std::string_view key) {
  std::string clean;
  if (!key.empty() && key.front() >= '0' && key.front() <= '9') clean += '_';
  for (std::size_t i = 0; i < key.size(); ++i) {
    if (is_letter_or_digit(key[i]))
      clean += key[i];
    else if (i == 0 || is_letter_or_digit(key[i - 1]))
      clean += '_';
  }
  return clean;
}

task<result<json::object>> get_internal(json::value selector, request& request) {
  json::object found;
  json::array failures;
  for (const wanted& one : read_selector(selector, request.internal)) {
    const std::size_t dot = one.path.find('.');
    const std::string rest = dot == std::string::npos ? "" : one.path.substr(dot + 1);
    const auto root = co_await request.internal.get(one.path.substr(0, dot), request.context.loop());
    if (!root) {
      failures.push_back(describe(root.error()));
    } else if (*root) {
      if (const json::value* value = walk(&**root, rest)) found.insert_or_assign(sanitize_key(one.name), *value);
    }
  }
  if (!failures.empty())
    co_return error("Failed to resolve internal values").with_cause("@middy/util", std::move(failures));
  co_return found;
}

}  // namespace lamina
