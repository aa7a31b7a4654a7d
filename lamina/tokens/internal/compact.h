#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "lamina/base/result.h"
#include "lamina/json/json.h"

namespace lamina::tokens {

// A token cut at its dots.
struct compact_parts {
  std::array<std::string_view, 3> part{};  // the first three
  std::size_t count = 0;                   // how many there are
};
compact_parts cut(std::string_view token);

// The JSON object that a base64url text stands for; the error has the message.
result<json::value> decode_object(std::string_view encoded, const char* message);

}  // namespace lamina::tokens
