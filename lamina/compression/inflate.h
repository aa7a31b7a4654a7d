#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "lamina/base/result.h"

namespace lamina {

enum class inflate_format { gzip, zlib };  // RFC 1952, RFC 1950

// What the compressed bytes hold. Fails for what is broken, and with status 413 for more than `max_size` bytes; never
// takes memory for more than they hold.
result<std::string> inflate_bytes(inflate_format format, std::string_view bytes, std::size_t max_size);

}  // namespace lamina
