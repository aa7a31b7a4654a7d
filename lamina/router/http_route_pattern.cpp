#include "lamina/router/http_route_pattern.h"

#include <algorithm>

#include "lamina/base/error.h"

namespace lamina {
namespace {

[[noreturn]] void refuse(std::string_view path) {
  throw error("Invalid route path").with_cause("@middy/http-router", {{"path", path}});
}

// What Middy leaves to the JavaScript engine, whose errors have no cause.
[[noreturn]] void refuse(std::string_view path, const char* why) {
  throw error("Invalid route path " + std::string(path) + ": " + why);
}

}  // namespace

http_route_pattern::http_route_pattern(std::string_view path) {
  if (!path.starts_with('/')) refuse(path);
  for (std::size_t from = 1; from <= path.size();) {
    const std::size_t slash = std::min(path.find('/', from), path.size());
    add_part(path.substr(from, slash - from), path, slash == path.size());
    from = slash + 1;
  }
}

void http_route_pattern::add_part(std::string_view text, std::string_view path, bool is_last) {
  constexpr std::string_view braces = "{}";
  if (!text.starts_with('{')) {
    if (text.find_first_of(braces) != text.npos) refuse(path);
    parts_.push_back({false, std::string(text)});
    return;
  }
  const std::size_t close = text.find('}');
  if (close == text.npos) refuse(path);
  std::string_view name = text.substr(1, close - 1);
  const std::string_view after = text.substr(close + 1);
  const bool is_rest = name.ends_with('+');
  if (is_rest) name.remove_suffix(1);
  if (name.empty() || name.find_first_of("{+") != name.npos || after.find_first_of(braces) != after.npos) refuse(path);
  if (is_rest && !(is_last && after.empty())) refuse(path, "{name+} must be the last part");
  if (std::ranges::find(names_, name) != names_.end()) refuse(path, "a name is used twice");
  names_.emplace_back(name);
  if (is_rest)
    has_rest_ = true;
  else
    parts_.push_back({true, std::string(after)});
}

bool http_route_pattern::match(std::string_view path, std::vector<std::string_view>& values) const {
  values.clear();
  for (const part& part : parts_) {
    if (!path.starts_with('/')) return false;
    path.remove_prefix(1);
    const std::string_view piece = path.substr(0, path.find('/'));
    path.remove_prefix(piece.size());
    if (!part.is_parameter) {
      if (piece != part.text) return false;
    } else if (piece.size() > part.text.size() && piece.ends_with(part.text)) {
      values.push_back(piece.substr(0, piece.size() - part.text.size()));
    } else {
      return false;
    }
  }
  if (!has_rest_) return path.empty() || path == "/";
  if (!path.empty() && path.front() != '/') return false;
  values.push_back(path.empty() ? path : path.substr(1));
  return true;
}

}  // namespace lamina
