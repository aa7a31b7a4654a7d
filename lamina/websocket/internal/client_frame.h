#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lamina::websocket {

// For tests: what a client sends.

inline const std::string upgrade_request =
    "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

// One frame. `length_bytes`: how its length is written (0, 2 or 8); -1: as it must be.
struct client_frame {
  unsigned opcode = 1;
  std::string_view payload{};
  bool final = true;
  unsigned reserved_bits = 0;
  bool masked = true;
  int length_bytes = -1;

  std::string bytes() const {
    constexpr std::string_view mask = "\x37\xfa\x21\x3d";
    const std::size_t size = payload.size();
    const int width = length_bytes >= 0 ? length_bytes : size < 126 ? 0 : size < 65536 ? 2 : 8;
    std::string out;
    out += static_cast<char>((final ? 0x80u : 0u) | reserved_bits << 4 | opcode);
    out += static_cast<char>((masked ? 0x80u : 0u) | (width == 0 ? size : width == 2 ? 126u : 127u));
    for (int i = width; i-- > 0;) out += static_cast<char>(static_cast<std::uint64_t>(size) >> (8 * i) & 0xFF);
    if (masked) out += mask;
    for (std::size_t i = 0; i < size; ++i) out += masked ? static_cast<char>(payload[i] ^ mask[i % 4]) : payload[i];
    return out;
  }
};

// A close frame's payload: the code, then the reason.
inline std::string close_with(unsigned code, std::string_view reason = {}) {
  return std::string{static_cast<char>(code >> 8), static_cast<char>(code & 0xFF)}.append(reason);
}

}  // namespace lamina::websocket
