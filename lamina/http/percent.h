#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lamina::http {

// "%41" is read as "A"; what is no escape ("%zz", a "%" at the end) stays as it is. `plus_is_space`: as in queries and
// forms. The bytes need not be UTF-8 afterwards.
std::string percent_decode(std::string_view text, bool plus_is_space = false);

// Everything but RFC 3986's unreserved characters (letters, digits, "-", ".", "_", "~") becomes "%XX", capitals.
std::string percent_encode(std::string_view text);

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
