#include <cstddef>
#include <cstdint>

#include "lamina/middlewares/http_content_negotiation/negotiator.h"

// First byte: which header. Whatever it holds, only available words are chosen.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lamina;
  static const std::vector<std::string> available{"en-US", "text/html;level=1", "gzip", "identity", "*"};
  if (size == 0) return 0;
  const auto what = static_cast<negotiated>(data[0] % 4);
  const std::string_view header(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (preferred(what, header, available).size() > available.size()) __builtin_trap();
  preferred(what, header, std::nullopt);
  return 0;
}
