// Compressed bytes from outside, in every coding: nothing crashes, nothing grows beyond its limit.
#include <cstdint>
#include <cstdlib>

#include "lamina/compression/compress.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using lamina::content_coding;
  constexpr std::size_t limit = 64 * 1024;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (const auto coding : {content_coding::br, content_coding::deflate, content_coding::gzip, content_coding::zstd}) {
    const auto got = lamina::decompress(coding, bytes, limit);
    if (got && got->size() > limit) std::abort();
  }
  return 0;
}
