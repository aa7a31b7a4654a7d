#include "lamina/compression/inflate.h"

#include <zlib.h>

#include <algorithm>

namespace lamina {

result<std::string> inflate_bytes(inflate_format format, std::string_view bytes, std::size_t max_size) {
  const bool is_gzip = format == inflate_format::gzip;
  const auto failed = [is_gzip] { return error(is_gzip ? "gzip: cannot be done" : "deflate: cannot be done"); };
  z_stream stream{};
  if (inflateInit2(&stream, is_gzip ? 15 + 16 : 15) != Z_OK) return failed();
  std::string out;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  int said = Z_OK;
  while (said == Z_OK && out.size() <= max_size) {
    const std::size_t before = out.size();
    const std::size_t room = std::min(std::max(before, bytes.size() * 4 + 64), max_size + 1 - before);
    out.resize(before + room);
    stream.next_out = reinterpret_cast<Bytef*>(out.data()) + before;
    stream.avail_out = static_cast<uInt>(room);
    said = inflate(&stream, Z_NO_FLUSH);
    out.resize(before + room - stream.avail_out);
  }
  inflateEnd(&stream);
  if (out.size() > max_size) return error(413);
  if (said != Z_STREAM_END) return failed();
  return out;
}

}  // namespace lamina
