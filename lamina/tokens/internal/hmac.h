#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "lamina/tokens/algorithm.h"

namespace lamina::tokens {

// 32, 48 or 64 bytes.
class mac {
 public:
  unsigned char* data() noexcept { return bytes_.data(); }
  const unsigned char* data() const noexcept { return bytes_.data(); }
  std::size_t size() const noexcept { return size_; }
  void resize(std::size_t size) noexcept { size_ = size; }

 private:
  std::array<unsigned char, 64> bytes_{};
  std::size_t size_ = 0;
};

// RFC 2104 with the hash of HS256, HS384 or HS512.
mac hmac(algorithm how, std::string_view key, std::string_view text);

}  // namespace lamina::tokens
