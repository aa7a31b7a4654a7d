#include "lamina/websocket/internal/frame_reader.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace lamina::websocket {
namespace {

constexpr std::uint16_t protocol_error = 1002;
constexpr std::uint16_t unsupported_data = 1003;
constexpr std::uint16_t invalid_payload = 1007;
constexpr std::uint16_t message_too_big = 1009;

std::uint64_t load(const char* from) noexcept {
  std::uint64_t word = 0;
  std::memcpy(&word, from, sizeof word);
  return word;
}

}  // namespace

bool unmask(std::span<char> bytes, const unsigned char* mask, std::size_t phase) noexcept {
  std::array<char, 8> key_bytes;
  for (std::size_t i = 0; i < key_bytes.size(); ++i) key_bytes[i] = static_cast<char>(mask[(phase + i) % 4]);
  const std::uint64_t key = load(key_bytes.data());
  std::uint64_t seen = 0;
  char* at = bytes.data();
  char* const end = at + bytes.size();
  for (; end - at >= 8; at += 8) {
    const std::uint64_t word = load(at) ^ key;
    std::memcpy(at, &word, sizeof word);
    seen |= word;
  }
  for (std::size_t i = 0; at != end; ++at, ++i) {
    *at = static_cast<char>(*at ^ key_bytes[i]);
    seen |= static_cast<unsigned char>(*at);
  }
  return (seen & 0x8080808080808080u) == 0;
}

bool is_close_code(std::uint16_t code) noexcept {
  return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
}

frame_reader::found frame_reader::next(std::span<char>& bytes) {
  drop_delivered();
  while (failure_code_ == 0) {
    if (!in_payload_ && !take_head(bytes)) break;
    const found one = take_payload(bytes);
    if (one.what != kind::nothing || in_payload_) return one;
  }
  if (failure_code_ == 0) return {};
  return {.what = kind::failure, .payload = failure_, .code = failure_code_};
}

void frame_reader::drop_delivered() noexcept {
  if (!std::exchange(delivered_, false)) return;
  kept_.resize(message_size_);
  if (kept_.empty()) std::string().swap(kept_);
}

frame_reader::found frame_reader::fail(std::uint16_t code, std::string_view reason) noexcept {
  refuse(code, reason);
  message_size_ = 0;
  delivered_ = true;
  return {.what = kind::failure, .payload = reason, .code = code};
}

bool frame_reader::refuse(std::uint16_t code, std::string_view reason) noexcept {
  failure_code_ = code;
  failure_ = reason;
  return false;
}

std::size_t frame_reader::head_length() const noexcept {
  if (head_size_ < 2) return 2;
  const unsigned length = head_[1] & 0x7Fu;
  return 2u + (length < 126 ? 0u : length == 126 ? 2u : 8u) + 4u;
}

bool frame_reader::take_head(std::span<char>& bytes) {
  while (head_size_ < head_length()) {
    if (bytes.empty()) return false;
    const std::size_t count = std::min(head_length() - head_size_, bytes.size());
    std::memcpy(head_.data() + head_size_, bytes.data(), count);
    bytes = bytes.subspan(count);
    head_size_ = static_cast<std::uint8_t>(head_size_ + count);
    if (head_size_ == 2 && !check_start()) return false;
  }
  if (!check_length()) return false;
  in_payload_ = true;
  taken_ = 0;
  return true;
}

bool frame_reader::check_start() noexcept {
  if ((head_[0] & 0x70) != 0) return refuse(protocol_error, "reserved bits are set");
  if ((head_[1] & 0x80) == 0) return refuse(protocol_error, "frame is not masked");
  if (is_control()) {
    if (what() > opcode::pong) return refuse(protocol_error, "unknown opcode");
    if (!is_final()) return refuse(protocol_error, "control frame is fragmented");
    return (head_[1] & 0x7F) <= max_control_payload || refuse(protocol_error, "control frame is too long");
  }
  if (what() > opcode::binary) return refuse(protocol_error, "unknown opcode");
  if (what() == opcode::continuation) return in_message() || refuse(protocol_error, "nothing to continue");
  if (in_message()) return refuse(protocol_error, "message is not finished");
  if (what() == opcode::binary && !limits_->binary_messages)
    return refuse(unsupported_data, "binary messages are not supported");
  message_ = what();
  return true;
}

std::uint64_t frame_reader::announced_length() const noexcept {
  const std::size_t length_bytes = head_length() - 6;
  if (length_bytes == 0) return head_[1] & 0x7Fu;
  std::uint64_t length = 0;
  for (std::size_t i = 0; i < length_bytes; ++i) length = length << 8 | head_[2 + i];
  return length;
}

bool frame_reader::check_length() noexcept {
  const std::uint64_t length = announced_length();
  const std::uint64_t least = head_size_ == 6 ? 0 : head_size_ == 8 ? 126 : 65536;
  if (length < least || length >> 63 != 0) return refuse(protocol_error, "length is not written as it must be");
  if (!is_control()) {
    if (length > limits_->max_frame_bytes) return refuse(message_too_big, "frame is too long");
    if (length > limits_->max_message_bytes || message_size_ > limits_->max_message_bytes - length)
      return refuse(message_too_big, "message is too long");
  }
  frame_size_ = static_cast<std::size_t>(length);
  return true;
}

frame_reader::found frame_reader::take_payload(std::span<char>& bytes) {
  const auto part = bytes.first(std::min(frame_size_ - taken_, bytes.size()));
  bytes = bytes.subspan(part.size());
  const bool is_ascii = unmask(part, head_.data() + head_size_ - 4, taken_);
  const std::string_view text(part.data(), part.size());
  taken_ += part.size();
  const bool is_text = !is_control() && message_ == opcode::text;
  if (is_text && !(is_ascii && check_.is_complete()) && !check_.take(text))
    return fail(invalid_payload, "text is not UTF-8");
  if (taken_ == frame_size_) {
    in_payload_ = false;
    head_size_ = 0;
    return is_control() ? end_control_frame(text) : end_data_frame(text);
  }
  kept_ += text;
  if (!is_control()) message_size_ = kept_.size();
  return {};
}

frame_reader::found frame_reader::end_data_frame(std::string_view last) {
  const bool is_kept = message_size_ != 0 || !is_final();
  if (is_kept) {
    kept_ += last;
    message_size_ = kept_.size();
  }
  if (!is_final()) return {};
  if (!check_.is_complete()) return fail(invalid_payload, "text is not UTF-8");
  const kind what = message_ == opcode::text ? kind::text : kind::binary;
  message_ = opcode::continuation;
  message_size_ = 0;
  delivered_ = is_kept;
  return {.what = what, .payload = is_kept ? std::string_view(kept_) : last};
}

frame_reader::found frame_reader::end_control_frame(std::string_view last) {
  std::string_view payload = last;
  if (kept_.size() != message_size_) {
    kept_ += last;
    payload = std::string_view(kept_).substr(message_size_);
    delivered_ = true;
  }
  if (what() == opcode::close) return read_close(payload);
  return {.what = what() == opcode::ping ? kind::ping : kind::pong, .payload = payload};
}

frame_reader::found frame_reader::read_close(std::string_view payload) noexcept {
  if (payload.empty()) return {.what = kind::close, .code = 1005};
  if (payload.size() == 1) return fail(protocol_error, "close frame has half a code");
  const auto code =
      static_cast<std::uint16_t>(static_cast<unsigned char>(payload[0]) << 8 | static_cast<unsigned char>(payload[1]));
  if (!is_close_code(code)) return fail(protocol_error, "close code is not valid");
  if (!is_utf8(payload.substr(2))) return fail(invalid_payload, "close reason is not UTF-8");
  return {.what = kind::close, .payload = payload.substr(2), .code = code};
}

}  // namespace lamina::websocket
