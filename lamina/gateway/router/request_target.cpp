#include "lamina/gateway/router/request_target.h"

#include "lamina/http/target.h"

namespace lamina::gateway {
namespace {

// "//a/b" -> "/a/b"; "" and "//" -> "/".
std::string_view collapse_leading(std::string_view path) noexcept {
  const std::size_t first = path.find_first_not_of('/');
  return first == std::string_view::npos ? "/" : path.substr(first - 1);
}

}  // namespace

bool has_refused_character(std::string_view target) noexcept {
  for (const char c : target) {
    switch (c) {
      case '|':
      case '<':
      case '>':
      case '^':
      case '{':
      case '}': return true;
      default: break;
    }
  }
  return false;
}

request_target split_target(std::string_view target) noexcept {
  const auto [path, query] = http::split_target(target);
  request_target parts;
  parts.query = query;
  parts.whole = parts.path = "/";
  if (!path.starts_with('/')) return parts;

  parts.whole = collapse_leading(path);
  const std::string_view inner = parts.whole.substr(1);
  parts.stage = inner.substr(0, inner.find('/'));
  parts.path = collapse_leading(inner.substr(parts.stage.size()));
  return parts;
}

}  // namespace lamina::gateway
