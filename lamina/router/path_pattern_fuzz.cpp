#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "lamina/base/utf8.h"
#include "lamina/router/path_pattern.h"

// Paths come from clients: none may crash a pattern, and parameters are always UTF-8.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const lamina::path_pattern patterns[] = {lamina::path_pattern("/users/{id}"),
                                                  lamina::path_pattern("/a/{b}/{rest+}"), lamina::path_pattern("/")};
  const std::string_view path(reinterpret_cast<const char*>(data), size);
  const auto parts = lamina::split_path(path);
  for (const auto& pattern : patterns) {
    for (const bool whole : {true, false}) {
      lamina::path_pattern::parameters found;
      if (!pattern.match(parts, whole, found)) continue;
      for (const auto& [name, value] : found) {
        if (!lamina::is_utf8(value)) std::abort();
      }
    }
  }
  return 0;
}
