#pragma once

#include <array>
#include <initializer_list>
#include <string>
#include <string_view>

namespace lamina::aws {

using digest = std::array<unsigned char, 32>;

inline std::string_view bytes_of(const digest& from) noexcept {
  return {reinterpret_cast<const char*>(from.data()), from.size()};
}

// Of the parts, one after the other. Any thread.
digest sha256(std::initializer_list<std::string_view> parts);
digest hmac_sha256(std::string_view key, std::string_view text);  // a key of 64 bytes at most

}  // namespace lamina::aws
