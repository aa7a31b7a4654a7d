#include "lamina/testing/websocket_client.h"

#include <algorithm>
#include <stdexcept>

#include "lamina/base/base64.h"
#include "lamina/base/random.h"
#include "lamina/websocket/handshake.h"

namespace lamina::testing {
namespace {

constexpr unsigned text_opcode = 1;
constexpr unsigned close_opcode = 8;

[[noreturn]] void fail(const std::string& what) { throw std::runtime_error("websocket_client: " + what); }

unsigned byte_at(std::string_view bytes, std::size_t at) { return static_cast<unsigned char>(bytes[at]); }

std::uint64_t number_at(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < size; ++i) number = number << 8 | byte_at(bytes, at + i);
  return number;
}

void append_number(std::string& out, std::uint64_t number, unsigned size) {
  for (unsigned i = size; i-- > 0;) out += static_cast<char>(number >> (8 * i) & 0xFF);
}

std::string new_key() {
  std::string bytes(16, '\0');
  random_bytes(bytes.data(), bytes.size());
  return base64_encode(bytes);
}

void append_masked(std::string& out, std::string_view payload) {
  std::string mask(4, '\0');
  random_bytes(mask.data(), mask.size());
  out += mask;
  for (std::size_t i = 0; i < payload.size(); ++i) out += static_cast<char>(byte_at(payload, i) ^ byte_at(mask, i % 4));
}

websocket_event::kind kind_of(unsigned opcode) {
  using enum websocket_event::kind;
  switch (opcode) {
    case text_opcode: return text;
    case 2: return binary;
    case close_opcode: return close;
    case 9: return ping;
    case 10: return pong;
    default: fail("a frame with opcode " + std::to_string(opcode));
  }
}

websocket_event close_event(std::string_view payload) {
  if (payload.size() == 1) fail("a close frame of one byte");
  if (payload.empty()) return {.what = websocket_event::kind::close, .code = 1005};
  return {.what = websocket_event::kind::close,
          .payload = std::string(payload.substr(2)),
          .code = static_cast<std::uint16_t>(number_at(payload, 0, 2))};
}

}  // namespace

websocket_client::websocket_client(std::uint16_t port, std::chrono::milliseconds timeout)
    : http_(port, timeout), timeout_(timeout) {}

websocket_client::websocket_client(const std::string& host, std::uint16_t port, std::chrono::milliseconds timeout)
    : http_(host, port, timeout), timeout_(timeout) {}

raw_http_response websocket_client::connect(std::string_view target, const headers& extra, std::string_view host) {
  const std::string key = new_key();
  std::string request = "GET ";
  request.append(target).append(" HTTP/1.1\r\nHost: ").append(host);
  request.append("\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ");
  request.append(key).append("\r\n");
  for (const auto& [name, value] : extra) request.append(name).append(": ").append(value).append("\r\n");
  http_.send(request.append("\r\n"));
  raw_http_response response = http_.read_response();
  if (response.status == 101 && response.header("sec-websocket-accept") != websocket::accept_value(key))
    fail("Sec-WebSocket-Accept does not fit the key: " + response.header("sec-websocket-accept"));
  return response;
}

void websocket_client::send_text(std::string_view text) { send_frame(true, text_opcode, text); }

void websocket_client::send_binary(std::string_view bytes) { send_frame(true, 2, bytes); }

void websocket_client::send_fragmented(std::string_view text, std::size_t frame_size) {
  unsigned opcode = text_opcode;
  do {
    const auto part = text.substr(0, frame_size);
    text.remove_prefix(part.size());
    send_frame(text.empty(), opcode, part);
    opcode = 0;
  } while (!text.empty());
}

void websocket_client::send_frame(bool final, unsigned opcode, std::string_view payload, bool masked,
                                  unsigned reserved_bits) {
  std::string frame(1, static_cast<char>((final ? 0x80u : 0u) | (reserved_bits & 7u) << 4 | (opcode & 15u)));
  const unsigned mask_bit = masked ? 0x80u : 0u;
  const unsigned length_bytes = payload.size() < 126 ? 0 : payload.size() < 65536 ? 2 : 8;
  frame += static_cast<char>(mask_bit | (length_bytes == 0 ? payload.size() : length_bytes == 2 ? 126u : 127u));
  append_number(frame, payload.size(), length_bytes);
  if (masked)
    append_masked(frame, payload);
  else
    frame += payload;
  send_raw(frame);
}

void websocket_client::send_raw(std::string_view bytes) { http_.send(bytes); }

void websocket_client::send_close(std::optional<std::uint16_t> code, std::string_view reason) {
  std::string payload;
  if (code) append_number(payload, *code, 2);
  send_frame(true, close_opcode, payload.append(reason));
}

websocket_event websocket_client::close(std::optional<std::uint16_t> code, std::string_view reason) {
  send_close(code, reason);
  for (;;) {
    auto event = next();
    if (event.what == websocket_event::kind::close || event.what == websocket_event::kind::end) return event;
  }
}

void websocket_client::abort() { http_.reset(); }

std::optional<websocket_event> websocket_client::next(std::chrono::milliseconds wait) {
  const auto deadline = std::chrono::steady_clock::now() + wait;
  for (;;) {
    if (auto event = take()) return event;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    const auto more = http_.read_some(std::max(left, std::chrono::milliseconds(0)));
    if (!more) return std::nullopt;
    if (more->empty()) return websocket_event{};
    unread_ += *more;
  }
}

websocket_event websocket_client::next() {
  auto event = next(timeout_);
  if (!event) fail("nothing came");
  return std::move(*event);
}

std::optional<websocket_event> websocket_client::take() {
  std::size_t at = 0;  // frames are taken off the front all at once: a large message has many
  while (!ready_ && unread_.size() - at >= 2) {
    const unsigned head = byte_at(unread_, at);
    const unsigned length = byte_at(unread_, at + 1);
    if ((head & 0x70) != 0 || (length & 0x80) != 0) fail("a frame with reserved bits or a mask");
    const std::size_t length_bytes = length < 126 ? 0 : length == 126 ? 2 : 8;
    if (unread_.size() - at < 2 + length_bytes) break;
    const std::uint64_t size = length_bytes == 0 ? length : number_at(unread_, at + 2, length_bytes);
    if (unread_.size() - at - 2 - length_bytes < size) break;
    take_up((head & 0x80) != 0, head & 15, unread_.substr(at + 2 + length_bytes, size));
    at += 2 + length_bytes + size;
  }
  unread_.erase(0, at);
  return std::exchange(ready_, std::nullopt);
}

void websocket_client::take_up(bool final, unsigned opcode, std::string payload) {
  if (opcode >= close_opcode) {
    if (!final || payload.size() > 125) fail("a control frame in parts, or of more than 125 bytes");
    ready_ = opcode == close_opcode ? close_event(payload)
                                    : websocket_event{.what = kind_of(opcode), .payload = std::move(payload)};
    return;
  }
  if ((opcode == 0) != message_.has_value()) fail("a frame that continues nothing, or a message inside another");
  if (opcode != 0) message_ = websocket_event{.what = kind_of(opcode)};
  message_->payload += payload;
  if (final) ready_ = std::exchange(message_, std::nullopt);
}

}  // namespace lamina::testing
