#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lamina::http {

struct header {
  std::string_view name{};   // as the client spelt it
  std::string_view value{};  // without surrounding white space
};

// The value of the first header of that name (any case), or "".
std::string_view find_header(std::span<const header> headers, std::string_view name) noexcept;

// Are these the same but for the case of ASCII letters?
bool equal_ignoring_case(std::string_view left, std::string_view right) noexcept;

// Can it be a method or the name of a header? (RFC 9110, 5.6.2)
bool is_token(std::string_view text) noexcept;

// Can it stand for a host and its port, in Host or :authority? No user, no path, no list (RFC 9110, 7.2).
bool is_host(std::string_view text) noexcept;

// A request that has arrived whole. Views into the connection's buffer: good until the exchange is answered.
struct request {
  std::string_view method{};
  std::string_view target{};  // as sent: "/path?query", absolute form included
  unsigned version = 11;      // 10, 11 or 20
  std::span<const header> headers{};
  std::string_view body{};            // after chunked decoding
  std::string_view remote_address{};  // "127.0.0.1"
  std::uint16_t local_port = 0;
  bool secure = false;             // it came over TLS
  std::string_view tls_version{};  // then: "TLSv1.3"
  std::string_view tls_cipher{};   // "TLS_AES_128_GCM_SHA256", "ECDHE-RSA-AES128-GCM-SHA256"

  // The value of the first header of that name (any case), or "".
  std::string_view find(std::string_view name) const noexcept { return find_header(headers, name); }
  std::string_view scheme() const noexcept { return secure ? "https" : "http"; }
};

// A response to be written. Framing headers (Content-Length, Transfer-Encoding, Connection) are the writer's and left
// out here; Date is the caller's. A header that cannot be written (no token as name) is left out, and control
// characters in values become spaces, so that no value can end its line.
struct response {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers{};  // written in this order, with this spelling
  std::string body{};
};

// Status line, headers and the empty line, appended to `out`. The body is the caller's to write after it (not for HEAD,
// 1xx, 204 and 304, which have none). For a client of HTTP/1.0, say so: keeping the connection must then be said.
void write_head(std::string& out, const response& message, unsigned version, bool keep_alive);
// May a response of that status have a body?
bool has_body(int status) noexcept;

}  // namespace lamina::http
