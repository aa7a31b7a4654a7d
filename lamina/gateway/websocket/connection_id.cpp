#include "lamina/gateway/websocket/connection_id.h"

#include <algorithm>
#include <array>

#include "lamina/base/random.h"

namespace lamina::gateway {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::size_t size = 16;
using id_bytes = std::array<unsigned char, 11>;

id_bytes random_id() {
  id_bytes bytes;
  random_bytes(reinterpret_cast<char*>(bytes.data()), bytes.size());
  return bytes;
}

// 88 bits are 15 characters, of which the last says 4 bits.
std::string encode(const id_bytes& bytes) {
  std::string text;
  unsigned bits = 0, have = 0;
  for (const unsigned char byte : bytes) {
    bits = bits << 8 | byte;
    for (have += 8; have >= 6; have -= 6) text += alphabet[bits >> (have - 6) & 63];
  }
  text += alphabet[bits << (6 - have) & 63];
  return text += '=';
}

}  // namespace

std::string make_connection_id(std::uint8_t loop) {
  id_bytes bytes = random_id();
  bytes[0] = loop;
  return encode(bytes);
}

std::string make_websocket_request_id() { return encode(random_id()); }

std::optional<std::uint8_t> loop_of_connection(std::string_view id) noexcept {
  if (id.size() != size || id.back() != '=') return std::nullopt;
  const std::string_view digits = id.substr(0, size - 1);
  if (digits.find_first_not_of(alphabet) != std::string_view::npos) return std::nullopt;
  if (alphabet.find(digits.back()) % 4 != 0) return std::nullopt;  // bits that no byte has
  return static_cast<std::uint8_t>(alphabet.find(digits[0]) << 2 | alphabet.find(digits[1]) >> 4);
}

}  // namespace lamina::gateway
