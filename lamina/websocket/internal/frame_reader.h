#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "lamina/base/utf8.h"
#include "lamina/websocket/internal/frame_writer.h"
#include "lamina/websocket/session.h"

namespace lamina::websocket {

// Turns the bytes of one client, in whatever pieces they come, into messages and control frames (RFC 6455 5). Knows no
// sockets. Keeps nothing but what is incomplete, and that only after its size was found to be within the limits.
class frame_reader {
 public:
  enum class kind : std::uint8_t {
    nothing,  // all bytes are used up
    text,
    binary,
    ping,
    pong,
    close,   // code: 1005 when it has none; payload: the reason
    failure  // code and payload: what to close with; nothing else comes any more
  };
  struct found {
    kind what = kind::nothing;
    std::string_view payload{};  // good until the next call, and as long as the bytes are
    std::uint16_t code = 0;
  };

  // `limits` must outlive it.
  explicit frame_reader(const session_limits& limits) noexcept : limits_(&limits) {}

  // What comes next; takes the bytes it has used off the front. Unmasks them where they are.
  found next(std::span<char>& bytes);

 private:
  bool take_head(std::span<char>& bytes);
  std::size_t head_length() const noexcept;
  std::uint64_t announced_length() const noexcept;
  bool check_start() noexcept;
  bool check_length() noexcept;
  found take_payload(std::span<char>& bytes);
  found end_control_frame(std::string_view last);
  found end_data_frame(std::string_view last);
  found read_close(std::string_view payload) noexcept;
  found fail(std::uint16_t code, std::string_view reason) noexcept;
  bool refuse(std::uint16_t code, std::string_view reason) noexcept;
  void drop_delivered() noexcept;

  bool is_final() const noexcept { return (head_[0] & 0x80) != 0; }
  bool is_control() const noexcept { return (head_[0] & 8) != 0; }
  opcode what() const noexcept { return static_cast<opcode>(head_[0] & 15u); }
  bool in_message() const noexcept { return message_ != opcode::continuation; }

  const session_limits* limits_;
  std::string kept_;              // payload of the message so far, behind it that of an incomplete control frame
  std::size_t message_size_ = 0;  // the message's part of it
  std::size_t frame_size_ = 0;    // payload of this frame
  std::size_t taken_ = 0;         // of it
  std::string_view failure_{};    // text that stays
  std::uint16_t failure_code_ = 0;
  std::array<unsigned char, 14> head_{};
  std::uint8_t head_size_ = 0;
  opcode message_ = opcode::continuation;  // that is: no message has begun
  utf8_check check_;
  bool in_payload_ = false;
  bool delivered_ = false;  // what is in kept_
};

// XORs the bytes with the mask, whose first `phase` bytes were used before (RFC 6455 5.3). Are they all ASCII then?
bool unmask(std::span<char> bytes, const unsigned char* mask, std::size_t phase) noexcept;

// May a close frame have that code? (RFC 6455 7.4 and IANA's registry)
bool is_close_code(std::uint16_t code) noexcept;

}  // namespace lamina::websocket
