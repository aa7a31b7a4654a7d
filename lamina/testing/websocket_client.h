#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lamina/testing/raw_http_client.h"

namespace lamina::testing {

// What came next on a WebSocket.
struct websocket_event {
  enum class kind {
    text,
    binary,
    ping,
    pong,
    close,
    end
  } what = kind::end;      // end: the connection, without a close frame
  std::string payload{};   // of a message (frames put together) or control frame; of a close: its reason
  std::uint16_t code = 0;  // of a close; 1005: it had none
};

// A WebSocket client for tests: blocks, masks as it must, and can break every rule. Answers nothing by itself but the
// closing handshake in close(). Every wait ends with an exception (std::runtime_error) after the time-out.
class websocket_client {
 public:
  using headers = std::vector<std::pair<std::string, std::string>>;

  explicit websocket_client(std::uint16_t port, std::chrono::milliseconds timeout = std::chrono::seconds(10));
  // A port of another machine, or of this one by one of its names.
  websocket_client(const std::string& host, std::uint16_t port, std::chrono::milliseconds timeout);

  // The handshake: what the server answered. Open after 101, whose Sec-WebSocket-Accept is checked.
  raw_http_response connect(std::string_view target, const headers& extra = {}, std::string_view host = "localhost");

  void send_text(std::string_view text);
  void send_binary(std::string_view bytes);
  // One text message in frames of that size.
  void send_fragmented(std::string_view text, std::size_t frame_size);
  // One frame as it is told. `opcode` 0 to 15.
  void send_frame(bool final, unsigned opcode, std::string_view payload, bool masked = true,
                  unsigned reserved_bits = 0);
  void send_raw(std::string_view bytes);
  // Sends a close frame, empty without a code, and reads until the server's, or the end; answers that.
  websocket_event close(std::optional<std::uint16_t> code = 1000, std::string_view reason = {});
  void send_close(std::optional<std::uint16_t> code, std::string_view reason = {});
  void abort();  // resets the TCP connection

  // The next message or control frame. Nothing within `wait`: none.
  std::optional<websocket_event> next(std::chrono::milliseconds wait);
  // The same, waiting for the time-out, then throwing.
  websocket_event next();

 private:
  std::optional<websocket_event> take();  // of what has been read
  void take_up(bool final, unsigned opcode, std::string payload);

  raw_http_client http_;
  std::chrono::milliseconds timeout_;
  std::string unread_;
  std::optional<websocket_event> message_;  // its first frames
  std::optional<websocket_event> ready_;
};

}  // namespace lamina::testing
