#include "lamina/compression/compress.h"

#include <brotli/decode.h>
#include <brotli/encode.h>
#include <libdeflate.h>
#include <zstd.h>

#include <algorithm>
#include <memory>

#include "lamina/compression/inflate.h"

namespace lamina {
namespace {

constexpr int quick_brotli = 5;  // about gzip's speed; 11, brotli's own default, is 100 times slower

const std::uint8_t* bytes_of(std::string_view text) { return reinterpret_cast<const std::uint8_t*>(text.data()); }
std::uint8_t* bytes_of(std::string& text) { return reinterpret_cast<std::uint8_t*>(text.data()); }
error failed(content_coding coding) { return error(std::string(name_of(coding)) + ": cannot be done"); }

// Hundreds of kilobytes, whose pages cost more than a small body's compression: each thread keeps the last one. Null
// when there is no memory.
libdeflate_compressor* compressor_of(int level) {
  struct keeper {
    ~keeper() { libdeflate_free_compressor(compressor); }
    libdeflate_compressor* compressor = nullptr;
    int level = 0;
  };
  thread_local keeper kept;
  if (kept.compressor == nullptr || kept.level != level) {
    libdeflate_free_compressor(kept.compressor);
    kept.compressor = libdeflate_alloc_compressor(level);
    kept.level = level;
  }
  return kept.compressor;
}

result<std::string> deflate_as(content_coding coding, std::string_view bytes, int level) {
  const bool is_gzip = coding == content_coding::gzip;
  libdeflate_compressor* const compressor = compressor_of(level);
  if (compressor == nullptr) return failed(coding);
  const auto bound = is_gzip ? libdeflate_gzip_compress_bound : libdeflate_zlib_compress_bound;
  const auto write = is_gzip ? libdeflate_gzip_compress : libdeflate_zlib_compress;
  std::string out(bound(compressor, bytes.size()), '\0');
  out.resize(write(compressor, bytes.data(), bytes.size(), out.data(), out.size()));
  if (out.empty()) return failed(coding);
  return out;
}

result<std::string> brotli(std::string_view bytes, int level) {
  std::size_t size = BrotliEncoderMaxCompressedSize(bytes.size());
  std::string out(size, '\0');
  if (!BrotliEncoderCompress(level, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_GENERIC, bytes.size(), bytes_of(bytes), &size,
                             bytes_of(out)))
    return failed(content_coding::br);
  out.resize(size);
  return out;
}

result<std::string> zstd(std::string_view bytes, int level) {
  std::string out(ZSTD_compressBound(bytes.size()), '\0');
  const std::size_t size = ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), level);
  if (ZSTD_isError(size)) return failed(content_coding::zstd);
  out.resize(size);
  return out;
}

}  // namespace

std::string_view name_of(content_coding coding) noexcept {
  switch (coding) {
    case content_coding::br: return "br";
    case content_coding::deflate: return "deflate";
    case content_coding::gzip: return "gzip";
    case content_coding::zstd: return "zstd";
  }
  return "";
}

std::optional<content_coding> parse_content_coding(std::string_view name) noexcept {
  for (const auto coding : {content_coding::br, content_coding::deflate, content_coding::gzip, content_coding::zstd})
    if (name_of(coding) == name) return coding;
  return std::nullopt;
}

result<std::string> compress(content_coding coding, std::string_view bytes, std::optional<int> level) {
  if (bytes.size() > 0x7fff'ffff) return failed(coding);
  switch (coding) {
    case content_coding::br: return brotli(bytes, std::clamp(level.value_or(quick_brotli), 0, BROTLI_MAX_QUALITY));
    case content_coding::deflate:
    case content_coding::gzip: return deflate_as(coding, bytes, std::clamp(level.value_or(6), 0, 9));
    case content_coding::zstd:
      return zstd(bytes, std::clamp(level.value_or(ZSTD_defaultCLevel()), 1, ZSTD_maxCLevel()));
  }
  return failed(coding);
}

result<std::string> decompress(content_coding coding, std::string_view bytes, std::size_t max_size) {
  if (coding == content_coding::deflate) return inflate_bytes(inflate_format::zlib, bytes, max_size);
  if (coding == content_coding::gzip) return inflate_bytes(inflate_format::gzip, bytes, max_size);
  std::string out(max_size, '\0');
  std::size_t size = max_size;
  if (coding == content_coding::br) {
    if (BrotliDecoderDecompress(bytes.size(), bytes_of(bytes), &size, bytes_of(out)) != BROTLI_DECODER_RESULT_SUCCESS)
      return failed(coding);
  } else {
    size = ZSTD_decompress(out.data(), out.size(), bytes.data(), bytes.size());
    if (ZSTD_isError(size)) return failed(coding);
  }
  out.resize(size);
  return out;
}

}  // namespace lamina
