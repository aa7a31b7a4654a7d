#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lamina::http {

// A query string ("a=1&b", without "?") as names and values, decoded ("+" is a space), in order. A name without "=" has
// the value ""; empty pieces ("&&") are left out.
std::vector<std::pair<std::string, std::string>> split_query(std::string_view query);

// The parts of a request target: "/a/b?c=d" as sent. The absolute form ("http://host/a") is cut down to the same, a
// fragment is left out.
struct target_parts {
  std::string_view path;   // "/" when it is missing
  std::string_view query;  // without "?"
};
target_parts split_target(std::string_view target) noexcept;

}  // namespace lamina::http
