#include "lamina/gateway/router/request_target.h"

#include <algorithm>

namespace lamina::gateway {
namespace {

std::string_view without_authority(std::string_view target) noexcept {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!target.starts_with(scheme)) continue;
    const std::size_t path = target.find_first_of("/?", scheme.size());
    return path == std::string_view::npos ? "/" : target.substr(path);
  }
  return target;
}

// "//a/b" -> "/a/b"; "" and "//" -> "/".
std::string_view collapse_leading(std::string_view path) noexcept {
  const std::size_t first = path.find_first_not_of('/');
  return first == std::string_view::npos ? "/" : path.substr(first - 1);
}

}  // namespace

request_target split_target(std::string_view target) noexcept {
  request_target parts;
  target = without_authority(target.substr(0, target.find('#')));
  const std::size_t mark = target.find('?');
  if (mark != std::string_view::npos) parts.query = target.substr(mark + 1);
  const std::string_view path = target.substr(0, mark);
  parts.whole = parts.path = "/";
  if (!path.starts_with('/')) return parts;

  parts.whole = collapse_leading(path);
  const std::string_view inner = parts.whole.substr(1);
  parts.stage = inner.substr(0, inner.find('/'));
  parts.path = collapse_leading(inner.substr(parts.stage.size()));
  return parts;
}

}  // namespace lamina::gateway
