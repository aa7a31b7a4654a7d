#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lamina::testing {

// What came back, nothing interpreted but the framing.
struct raw_http_response {
  int status = 0;
  std::string version{};  // "HTTP/1.1"
  std::string reason{};
  std::vector<std::pair<std::string, std::string>> headers{};  // as they came, in order
  std::string body{};                                          // chunks put together

  // The first header of that name, any case; "" when there is none.
  std::string header(std::string_view name) const;
};

// A client that sends exactly the bytes it is given, and blocks. Every wait ends with an exception (std::runtime_error)
// after the time-out, so a test cannot hang.
class raw_http_client {
 public:
  explicit raw_http_client(std::uint16_t port, std::chrono::milliseconds timeout = std::chrono::seconds(10));
  // A port of another machine, or of this one by one of its names.
  raw_http_client(const std::string& host, std::uint16_t port, std::chrono::milliseconds timeout);
  ~raw_http_client();
  raw_http_client(const raw_http_client&) = delete;
  raw_http_client& operator=(const raw_http_client&) = delete;

  void send(std::string_view bytes);
  // No more bytes will be sent; answers can still be read.
  void shutdown_sending();
  // Ends the connection with a reset.
  void reset();

  // One whole response. `to_head`: it answers a HEAD request, so it has no body. 1xx responses are returned like
  // others.
  raw_http_response read_response(bool to_head = false);
  // Exactly that many bytes / whatever comes until the other side closes.
  std::string read_bytes(std::size_t count);
  std::string read_to_end();
  // What has come, at least a byte: "" when the other side has closed (or reset), nothing when none comes within
  // `wait`.
  std::optional<std::string> read_some(std::chrono::milliseconds wait);
  // Has the other side closed (or reset) the connection, and nothing is left to read? Waits for one or the other.
  bool is_closed();

  int descriptor() const noexcept { return descriptor_; }

 private:
  bool fill();  // false: end
  std::string read_line();
  std::string read_chunks();

  int descriptor_ = -1;
  std::chrono::milliseconds timeout_;
  std::string unread_;
};

// One request on a connection of its own: "GET /x HTTP/1.1\r\nHost: localhost\r\n<extra headers>\r\n" and so on.
raw_http_response fetch(std::uint16_t port, std::string_view method, std::string_view target,
                        std::string_view body = {},
                        const std::vector<std::pair<std::string, std::string>>& headers = {});

}  // namespace lamina::testing
