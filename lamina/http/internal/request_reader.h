#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "lamina/http/message.h"

namespace lamina::http {

// Turns the bytes of one connection, in whatever pieces they come, into requests: Beast's parser over a buffer of our
// own that is kept from request to request. Knows no sockets.
//
//   bytes go into room(), as many as came are told with commit(); then advance() until it wants more or is ready();
//   consume() drops the request that is ready, and advance() looks at what came after it.
//
// Refuses what two readers could understand differently (RFC 9112, 11.2): two lengths or a doubtful one, a transfer
// coding other than "chunked" alone, folded headers, lines without CRLF, white space before a colon, two Host headers
// or one that is no host, targets of other forms than a path, an URL or "*". The Host header of a request for an URL is
// the URL's.
class request_reader {
 public:
  enum class state {
    idle,    // nothing of a request yet
    head,    // a part of request line and headers
    body,    // a part of the body
    ready,   // a whole request
    failed,  // see failure_status(); nothing more is read
  };

  request_reader(std::size_t max_header_bytes, std::size_t max_body_bytes);
  ~request_reader();
  request_reader(request_reader&&) = delete;

  // Where to put the next bytes. While a request is ready its views must hold, so there may be no room then.
  std::span<char> room();
  void commit(std::size_t bytes) noexcept;

  state advance();
  state current() const noexcept;
  int failure_status() const noexcept;  // 400, 413, 417, 431, 501 or 505

  // While ready: views into the buffer, good until consume(). Addresses and ports are the caller's to fill in.
  const http::request& message() const noexcept;
  bool keep_alive() const noexcept;
  // From the end of the headers on: the client waits for "100 Continue" before it sends the body.
  bool expects_continue() const noexcept;

  void consume();
  // What came after the request that is ready (or all there is): for a connection that becomes something else.
  std::string_view unread() const noexcept;

 private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

}  // namespace lamina::http
