#include "lamina/websocket/internal/frame_writer.h"

namespace lamina::websocket {

frame_head::frame_head(opcode what, std::size_t payload_size) noexcept {
  const unsigned length_bytes = payload_size < 126 ? 0 : payload_size < 65536 ? 2 : 8;
  bytes_[0] = static_cast<char>(0x80u | static_cast<unsigned>(what));
  bytes_[1] = static_cast<char>(length_bytes == 0 ? payload_size : length_bytes == 2 ? 126u : 127u);
  for (unsigned i = 0; i < length_bytes; ++i)
    bytes_[2 + i] = static_cast<char>(payload_size >> (8 * (length_bytes - 1 - i)) & 0xFF);
  size_ = static_cast<std::uint8_t>(2 + length_bytes);
}

std::string close_payload(std::uint16_t code, std::string_view reason) {
  if (code == 1005) return {};
  constexpr std::size_t room = max_control_payload - 2;
  if (reason.size() > room) {
    std::size_t end = room;
    while (end != 0 && (static_cast<unsigned char>(reason[end]) & 0xC0) == 0x80) --end;
    reason = reason.substr(0, end);
  }
  std::string payload = {static_cast<char>(code >> 8), static_cast<char>(code & 0xFF)};
  return payload.append(reason);
}

}  // namespace lamina::websocket
