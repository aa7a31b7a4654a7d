#pragma once

#include <span>
#include <string>
#include <string_view>

#include "lamina/http/internal/io_result.h"

namespace lamina::http {

// TLS of one connection, on the server's side, as bytes: what comes from the socket goes into room(), what goes out is
// taken from output(). Knows no sockets. An interface, so that a server without TLS is linked without OpenSSL.
class tls_channel {
 public:
  virtual ~tls_channel() = default;

  // Where to put the next bytes from the socket; how many came is told with commit().
  virtual std::span<char> room() = 0;
  virtual void commit(std::size_t bytes) noexcept = 0;

  // done, wants_read or failed. What is in output() is to be sent after each call, failed ones too: an alert.
  virtual io_state handshake() = 0;
  virtual bool speaks_http2() const = 0;              // after the handshake
  virtual std::string_view version() const = 0;       // "TLSv1.3"; a constant
  virtual std::string_view cipher_suite() const = 0;  // "TLS_AES_256_GCM_SHA384"; a constant

  // What the client says: done, wants_read, closed or failed.
  virtual io_result read(std::span<char> room) = 0;
  // Appends to output(); false when the connection can only be closed.
  virtual bool write(std::string_view bytes) = 0;
  // Appends the alert that says that nothing more comes.
  virtual void say_goodbye() = 0;

  // Bytes for the socket, to be taken out by the caller.
  virtual std::string& output() noexcept = 0;
};

}  // namespace lamina::http
