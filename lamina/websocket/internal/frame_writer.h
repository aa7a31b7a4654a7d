#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace lamina::websocket {

enum class opcode : std::uint8_t { continuation = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

// What stands before the payload of a server's frame: one whole message or control frame, never masked.
class frame_head {
 public:
  frame_head() = default;  // none: bytes that are no frame
  frame_head(opcode what, std::size_t payload_size) noexcept;

  std::string_view bytes() const noexcept { return {bytes_.data(), size_}; }

 private:
  std::array<char, 10> bytes_{};
  std::uint8_t size_ = 0;
};

// The payload of a close frame. Empty for 1005; the reason is cut, between two characters, to what fits.
std::string close_payload(std::uint16_t code, std::string_view reason);

// What a control frame can carry.
constexpr std::size_t max_control_payload = 125;

}  // namespace lamina::websocket
