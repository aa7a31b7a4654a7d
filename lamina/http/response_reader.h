#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

#include "lamina/http/message.h"

namespace lamina::http {

// A response that has arrived whole: views into the reader, good until consume().
struct response_view {
  int status = 0;
  std::span<const header> headers{};
  std::string_view body{};  // after chunked decoding

  std::string_view find(std::string_view name) const noexcept { return find_header(headers, name); }
};

// Turns the bytes of one connection, in whatever pieces they come, into responses: Beast's parser over a buffer of our
// own that is kept from response to response. Knows no sockets; interim (1xx) responses are skipped.
class response_reader {
 public:
  enum class state {
    waiting,  // for more bytes; nothing of a response yet
    partial,  // for more bytes
    ready,
    failed,  // this is no HTTP, or beyond the limits
  };

  explicit response_reader(std::size_t max_header_bytes = 64 * 1024, std::size_t max_body_bytes = 64 * 1024 * 1024);
  ~response_reader();
  response_reader(response_reader&&) = delete;

  // The next response answers a HEAD request: whatever its headers say, no body comes. Until it is said otherwise.
  void expect_no_body(bool expected) noexcept;

  // Where to put the next bytes; how many came is told with commit(). Not while a response is ready.
  std::span<char> room();
  void commit(std::size_t bytes) noexcept;
  state advance();
  // The peer has closed: the end of a response that has no other, else a failure.
  state end_of_input();

  const response_view& message() const noexcept;
  bool keep_alive() const noexcept;
  // Drops the response that is ready.
  void consume();
  // Forgets everything, for a new connection.
  void reset();

 private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

}  // namespace lamina::http
