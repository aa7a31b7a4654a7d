#pragma once

#include <optional>
#include <string_view>

#include "lamina/compression/compress.h"

namespace lamina::gateway {

// Which of the codings of REST APIs, gzip and deflate, a client with that Accept-Encoding likes best; gzip where it
// likes both alike. Nothing: it wants its answers as they are. (RFC 9110, 12.5.3; a weight that is none counts as 0.)
std::optional<content_coding> accepted_coding(std::string_view accept_encoding) noexcept;

}  // namespace lamina::gateway
