#pragma once

#include <charconv>
#include <string>
#include <string_view>

#include "lamina/base/error.h"
#include "lamina/http/message.h"

// What the writers of answers have in common, whatever API they belong to.
namespace lamina::gateway::internal {

inline void append_decimal(std::string& out, std::size_t number) {
  char digits[20];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

inline void append_header(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ").append(value).append("\r\n");
}

// The status line replaces `out`.
inline void begin_response(std::string& out, int status) {
  out = "HTTP/1.1 ";
  append_decimal(out, static_cast<std::size_t>(status));
  out.append(" ").append(reason_phrase(status)).append("\r\n");
}

// 204 and 304 have neither a body nor, to be safe with every client, a length (RFC 9110 section 8.6).
inline void append_length(std::string& out, int status, std::size_t body_size) {
  if (!http::has_body(status)) return;
  out += "Content-Length: ";
  append_decimal(out, body_size);
  out += "\r\n";
}

// The end of the head, and the body unless `with_body` is false (the answer to HEAD) or the status has none.
inline void end_response(std::string& out, int status, std::string_view body, bool with_body, bool keep_alive,
                         bool http_1_0) {
  if (!keep_alive)
    append_header(out, "Connection", "close");
  else if (http_1_0)
    append_header(out, "Connection", "keep-alive");
  out += "\r\n";
  if (with_body && http::has_body(status)) out += body;
}

}  // namespace lamina::gateway::internal
