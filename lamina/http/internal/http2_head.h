#pragma once

#include <nghttp2/nghttp2.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/http/message.h"

namespace lamina::http {

// The head of one request, field by field as it is decoded. nghttp2 has seen to it that names are lower-case tokens,
// values have no control characters, and the pseudo-headers are those of a request, each once.
class http2_request_head {
 public:
  explicit http2_request_head(std::size_t max_bytes) : max_bytes_(max_bytes) {}

  void add(std::string_view name, std::string_view value);
  // One of HTTP/1, in whatever case; what concerns the connection is left out.
  void add_http1(std::string_view name, std::string_view value);
  // One that nghttp2 refuses.
  void add_malformed() { is_malformed_ = true; }
  // After the last field: the status to refuse it with, or 0. 400, 413, 417, 431.
  int finish(std::size_t max_body_bytes);

  bool is_malformed() const noexcept { return is_malformed_; }
  // After finish(): views into this object.
  const request& message() const noexcept { return message_; }
  bool expects_continue() const noexcept { return expects_continue_; }

 private:
  struct part {
    std::size_t at = 0;
    std::size_t size = 0;
  };
  part keep(std::string_view text);
  std::string_view view(part of) const noexcept { return std::string_view(text_).substr(of.at, of.size); }
  void add_pseudo(std::string_view name, part value);
  int check_length(std::string_view digits, std::size_t max_body_bytes) const;

  const std::size_t max_bytes_;
  std::size_t bytes_ = 0;
  std::string text_;
  std::string cookies_;
  std::vector<std::pair<part, part>> fields_;
  part method_, path_;
  std::optional<part> authority_, host_;
  std::vector<header> headers_;
  request message_{.version = 20};
  bool is_malformed_ = false;
  bool is_too_large_ = false;
  bool expects_continue_ = false;
};

// An answer as it would go out on HTTP/1.1, as HTTP/2 has it.
class http2_answer {
 public:
  http2_answer() = default;
  // Status line, headers and body; `bodiless`: what it says of its length is about a body that does not follow.
  http2_answer(std::string bytes, bool bodiless);
  http2_answer(http2_answer&&) = default;
  http2_answer& operator=(http2_answer&&) = default;

  // Good as long as this object stays where it is.
  std::vector<nghttp2_nv> fields();
  std::string_view rest() const noexcept { return std::string_view(bytes_).substr(at_); }
  // Copies up to `size` bytes of the body, which are done with then.
  std::size_t take(char* room, std::size_t size) noexcept;

 private:
  std::string bytes_;   // names are made lower case in it
  std::size_t at_ = 0;  // of what is left of the body
  std::size_t head_size_ = 0;
};

}  // namespace lamina::http
