#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "lamina/router/http_route_pattern.h"

// Paths come from clients: none may crash a pattern, and what a parameter takes is part of the path.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const lamina::http_route_pattern patterns[] = {
      lamina::http_route_pattern("/user/{id}"), lamina::http_route_pattern("/a/{b}/{rest+}"),
      lamina::http_route_pattern("/{name}.csv"), lamina::http_route_pattern("/{proxy+}")};
  const std::string_view path(reinterpret_cast<const char*>(data), size);
  std::vector<std::string_view> values;
  for (const auto& pattern : patterns) {
    if (!pattern.match(path, values)) continue;
    if (values.size() != pattern.names().size()) std::abort();
    for (const std::string_view value : values)
      if (path.find(value) == path.npos) std::abort();
  }
  return 0;
}
