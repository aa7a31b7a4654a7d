#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "lamina/base/function.h"
#include "lamina/base/result.h"
#include "lamina/http/http2.h"
#include "lamina/http/message.h"
#include "lamina/http/tls.h"
#include "lamina/net/event_loop.h"

namespace lamina::http {

// A connection that has stopped being HTTP (a WebSocket after its handshake): the socket, not blocking and
// close-on-exec, is the caller's to close. Of a connection with TLS it is one end of a pair of sockets whose other end
// the server reads and writes: it costs a copy and two system calls each way, and lives no longer than the loop.
struct detached_socket {
  int descriptor = -1;  // -1: the client has gone
  std::string unread;   // what it sent after the request
};

// The right to answer one request, once, now or later, on the loop's thread. Dropped without an answer it closes the
// connection; answering after the client has gone does nothing. Must be gone before the loop is.
class exchange {
 public:
  exchange() = default;
  exchange(exchange&&) noexcept = default;
  exchange& operator=(exchange&&) noexcept;
  ~exchange();

  explicit operator bool() const noexcept { return peer_ != nullptr; }
  void answer(const response& message);
  // Ready bytes: status line, headers and body as they go on the wire. For hot paths that write them themselves.
  // `may_wait`: if the client has sent its next request already, it can take this answer together with that one's,
  // which spares both sides a system call and the client a wake-up. It does not wait for longer than half a second.
  void answer_raw(std::string bytes, bool keep_alive, bool may_wait = false);
  // Called on the loop if the client goes away before the answer, or says that it will send no more: an answer is still
  // written then, in case it waits for one. Not noticed while the client has sent further requests, nor for a request
  // that asks for an upgrade. One call at most, of the function set last.
  void on_disconnect(move_only_function<void()> call);
  // Takes the connection over, instead of an answer.
  detached_socket detach();
  // May the connection serve another request after this one?
  bool keeps_alive() const noexcept;

  struct peer;  // the server's
  explicit exchange(std::shared_ptr<peer> open) noexcept : peer_(std::move(open)) {}

 private:
  std::shared_ptr<peer> peer_;
};

struct server_options {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;                            // 0: any free one; see port()
  std::size_t max_header_bytes = 64 * 1024;          // request line and headers; beyond: 431
  std::size_t max_body_bytes = 10 * 1024 * 1024;     // beyond: 413
  std::chrono::milliseconds header_timeout{10'000};  // from the first byte of a request to the end of its headers: 408
  std::chrono::milliseconds body_timeout{30'000};    // from there to the end of the body: 408; for taking the answer
  std::chrono::milliseconds idle_timeout{75'000};    // between requests: closed without a word
  std::size_t max_connections = 20'000;              // beyond: closed at once
  // Of answers that clients have not taken yet, all together; who would make it more loses its answer: its connection
  // is closed, its stream of HTTP/2 reset with ENHANCE_YOUR_CALM. A hundred answers take one connection of HTTP/2.
  std::size_t max_unsent_bytes = 512 * 1024 * 1024;
  bool reuse_port = false;                              // several loops accept on one port
  std::shared_ptr<server_tls> tls{};                    // see http/tls.h; null: cleartext
  std::shared_ptr<const http2_protocol> http2{};        // see http/http2.h; null: HTTP/1 alone
  std::chrono::milliseconds handshake_timeout{10'000};  // of TLS: closed without a word
};

// HTTP/1.0 and 1.1 on one loop: keep-alive, pipelining (answers in order), chunked and counted bodies, Expect:
// 100-continue. Broken requests are answered 400 (413, 431, 408, 505 where they say more) and closed; a message with
// both Content-Length and Transfer-Encoding, folded headers or a doubtful length is refused (RFC 9112). The body of
// these answers is what `reject` makes of the status, and of the client's address.
//
// Each request is read whole before `handle` is called. All calls on the loop's thread.
class server {
 public:
  using handler = move_only_function<void(const request&, exchange)>;
  using rejection = move_only_function<response(int status, std::string_view client)>;

  server(net::event_loop& loop, server_options options, handler handle, rejection reject = {});
  ~server();  // closes everything at once

  // Takes the port, so that it is known; nobody can connect yet. The error names host and port.
  result<void> bind();
  // Accepts from now on; binds before that where bind() has not been called.
  result<void> listen();
  std::uint16_t port() const noexcept;
  std::size_t connections() const noexcept;  // open ones

  // Called on the loop with a sentence for the log when a client cannot be served: for want of descriptors or memory
  // (new ones wait until there are some again), because max_connections are open (new ones are closed), or for
  // max_unsent_bytes. Once for ten seconds.
  void on_refusal(move_only_function<void(std::string_view why)> call);

  // Sends the answers that wait for others (answer_raw).
  void flush();

  // Stops accepting and closes idle connections; requests under way are answered, then closed. A connection that has
  // not sent anything yet gets a second to do so. `drained` is called when the last is gone.
  void drain(move_only_function<void()> drained);

  struct impl;

 private:
  std::shared_ptr<impl> impl_;
};

}  // namespace lamina::http
