#include <cstddef>
#include <cstdint>

#include "lamina/base/utf8.h"
#include "lamina/middlewares/http_header_normalizer/http_header_normalizer.h"

// Lower case of UTF-8 is UTF-8.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using lamina::http_header_normalizer;
  const std::string_view name(reinterpret_cast<const char*>(data), size);
  const std::string lower = http_header_normalizer::normalize(name, false);
  http_header_normalizer::normalize(name, true);
  if (lamina::is_utf8(name) && !lamina::is_utf8(lower)) __builtin_trap();
  return 0;
}
