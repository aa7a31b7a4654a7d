#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lamina/base/result.h"

namespace lamina {

enum class content_coding { br, deflate, gzip, zstd };

// The name in Content-Encoding, and back; nothing for another name ("identity", "*").
std::string_view name_of(content_coding coding) noexcept;
std::optional<content_coding> parse_content_coding(std::string_view name) noexcept;

// The bytes, compressed. `level` means what it means to that library (gzip, deflate 0..9; br 0..11; zstd 1..22); values
// outside are moved to the nearest. `deflate` is the zlib format, RFC 1950.
result<std::string> compress(content_coding coding, std::string_view bytes, std::optional<int> level = {});
// And back. Fails for what is broken, and for more than `max_size` bytes (gzip and deflate: with status 413, and
// without taking memory for more than they hold).
result<std::string> decompress(content_coding coding, std::string_view bytes, std::size_t max_size);

}  // namespace lamina
