#include "lamina/function_pool/streamed_response.h"

#include <cstdint>
#include <cstdlib>

#include "lamina/json/json.h"

// Any bytes: what comes of them, if anything, is a document with a body.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto buffered = lamina::function_pool::buffered_response(bytes);
  if (!buffered) return 0;
  const auto document = lamina::json::try_parse(*buffered);
  if (!document || lamina::json::find(*document, "body") == nullptr) std::abort();
  return 0;
}
