#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lamina/base/function.h"
#include "lamina/base/result.h"
#include "lamina/net/event_loop.h"

namespace lamina::http {

struct header {
  std::string_view name;   // as the client spelt it
  std::string_view value;  // without surrounding white space
};

// A request that has arrived whole. Views into the connection's buffer: good until the exchange is answered.
struct request {
  std::string_view method;
  std::string_view target;  // as sent: "/path?query", absolute form included
  unsigned version = 11;    // 10 or 11
  std::span<const header> headers;
  std::string_view body;            // after chunked decoding
  std::string_view remote_address;  // "127.0.0.1"
  std::uint16_t local_port = 0;

  // The first header of that name (any case), or "".
  std::string_view find(std::string_view name) const noexcept;
};

// A response to be written. Framing headers (Content-Length, Connection) are the writer's; Date is the caller's.
struct response {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;  // written in this order, with this spelling
  std::string body;
};

// The right to answer one request, once, now or later, on the loop's thread. Dropped without an answer it closes the
// connection; answering after the client has gone does nothing.
class exchange {
 public:
  exchange() = default;
  exchange(exchange&&) noexcept = default;
  exchange& operator=(exchange&&) noexcept;
  ~exchange();

  explicit operator bool() const noexcept { return connection_ != nullptr; }
  void answer(const response& message);
  // Ready bytes: status line, headers and body as they go on the wire. For hot paths that write them themselves.
  void answer_raw(std::string bytes, bool keep_alive);
  // Called on the loop if the client goes away before the answer. At most one.
  void on_disconnect(move_only_function<void()> call);
  // May the connection serve another request after this one?
  bool keeps_alive() const noexcept;

  class connection;  // the server's
  explicit exchange(std::shared_ptr<connection> open) noexcept : connection_(std::move(open)) {}

 private:
  std::shared_ptr<connection> connection_;
};

struct server_options {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;                            // 0: any free one; see port()
  std::size_t max_header_bytes = 64 * 1024;          // request line and headers; beyond: 431
  std::size_t max_body_bytes = 10 * 1024 * 1024;     // beyond: 413
  std::chrono::milliseconds header_timeout{10'000};  // from the first byte of a request to the end of its headers: 408
  std::chrono::milliseconds body_timeout{
      30'000};  // from there to the end of the body, and for a client to take the answer
  std::chrono::milliseconds idle_timeout{75'000};  // between requests: closed without a word
  std::size_t max_connections = 20'000;            // beyond: closed at once
  bool reuse_port = false;                         // several loops accept on one port
};

// HTTP/1.0 and 1.1 on one loop: keep-alive, pipelining (answers in order), chunked and counted bodies, Expect:
// 100-continue. Broken requests are answered 400 (413, 431, 408, 505 where they say more) and closed; a message with
// both Content-Length and Transfer-Encoding, folded headers or a doubtful length is refused (RFC 9112). The body of
// these answers is what `reject` makes of the status.
//
// Each request is read whole before `handle` is called. All calls on the loop's thread.
class server {
 public:
  using handler = move_only_function<void(const request&, exchange)>;
  using rejection = move_only_function<response(int status)>;

  server(net::event_loop& loop, server_options options, handler handle, rejection reject = {});
  ~server();  // closes everything at once

  // Binds and listens, so that the port is known. The error names host and port.
  result<void> listen();
  std::uint16_t port() const noexcept;

  // Stops accepting and closes idle connections; requests under way are answered, then closed. `drained` is called when
  // the last is gone.
  void drain(move_only_function<void()> drained);

  struct impl;

 private:
  std::shared_ptr<impl> impl_;
};

}  // namespace lamina::http
