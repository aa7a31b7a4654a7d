#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "lamina/base/function.h"
#include "lamina/base/result.h"
#include "lamina/base/task.h"
#include "lamina/http/message.h"
#include "lamina/http/response_reader.h"
#include "lamina/net/event_loop.h"

namespace lamina::http {

// A request to be sent. Host, Content-Length and User-Agent are written when they are not given; Connection and
// Transfer-Encoding are the client's.
struct client_request {
  std::string method = "GET";
  std::string url{};  // "https://host:port/path?query"; see http/url.h
  std::vector<std::pair<std::string, std::string>> headers{};
  std::shared_ptr<const std::string> body{};  // shared, so that one payload can go to many; may be null
  std::chrono::milliseconds timeout{0};       // 0: the client's request_timeout
};

struct client_options {
  std::size_t max_connections_per_origin = 64;        // more requests wait for one
  std::chrono::milliseconds connect_timeout{5'000};   // finding the address, connecting, TLS
  std::chrono::milliseconds request_timeout{30'000};  // from send() to the whole response, waiting included
  std::chrono::milliseconds idle_timeout{20'000};     // a kept connection is closed after this
  std::size_t max_header_bytes = 64 * 1024;           // of a response
  std::size_t max_response_bytes = 10 * 1024 * 1024;  // of its body
  std::string ca_file{};                              // PEM; "": the system's, or those of SSL_CERT_FILE
};

// The names of a client's errors; messages begin with the origin ("https://api.example: connection refused").
namespace client_error {
inline constexpr std::string_view bad_request = "InvalidRequestError";  // a URL or header that cannot be sent
inline constexpr std::string_view not_found = "HostNotFoundError";
inline constexpr std::string_view refused = "ConnectionRefusedError";  // or there is no way there
inline constexpr std::string_view reset = "ConnectionResetError";      // closed before the response was whole
inline constexpr std::string_view timed_out = "TimeoutError";
inline constexpr std::string_view tls = "TlsError";                       // certificate, handshake
inline constexpr std::string_view bad_response = "InvalidResponseError";  // no HTTP, or beyond the limits
inline constexpr std::string_view closed = "ClientClosedError";           // the client was destroyed
}  // namespace client_error

// Asynchronous HTTP/1.1, plain and over TLS, on one loop and its thread. Connections are kept and used again, for each
// origin up to a limit. Redirects are not followed, nothing is decompressed; every status is a success.
//
// A request that was sent on a kept connection which then ended without one byte of an answer is sent once more, on a
// new one, whatever its method: the server had closed it. Certificates are verified, with the name of the host.
// Literal addresses and "localhost" (127.0.0.1, then ::1) are not looked up; other names are, on a thread of Asio's.
class client {
 public:
  // The view is good during the call.
  using completion = move_only_function<void(result<response_view>)>;

  explicit client(net::event_loop& loop, client_options options = {});
  // What is under way ends with client_error::closed, inside this call.
  ~client();

  // The loop's own client, for whoever is happy with the default options: made when first asked for, gone with the
  // loop.
  static client& of(net::event_loop& loop);

  // `done` is called exactly once, on the loop, never inside this call; it may send more, and may destroy the client.
  void send(client_request request, completion done);
  // The same for coroutines: the response is copied. Name the request first: GCC 12 destroys a braced one twice.
  task<result<response>> fetch(client_request request);

  // Connections that are open, idle ones included.
  std::size_t connection_count() const noexcept;

  struct impl;

 private:
  std::shared_ptr<impl> impl_;
};

}  // namespace lamina::http
