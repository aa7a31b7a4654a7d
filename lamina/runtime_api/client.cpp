#include "lamina/runtime_api/client.h"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>

#include "lamina/runtime_api/protocol.h"

namespace lamina::runtime_api {
namespace {

// The error type as a header value: what cannot stand in one becomes "_".
void append_header_text(std::string& out, std::string_view text) {
  for (const char c : text.substr(0, 256)) out += c > ' ' && c < 0x7f ? c : '_';
}

void append_number(std::string& out, std::size_t number) {
  std::array<char, 24> digits;
  out.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr);
}

error broken(const std::string& address, std::string_view what) {
  return error("Runtime API at " + address + ": " + std::string(what));
}

}  // namespace

client::client(std::string address, options with)
    : address_(std::move(address)), options_(with), reader_(64 * 1024, 64 * 1024 * 1024) {
  next_.append("GET ").append(base_path).append("invocation/next HTTP/1.1\r\nHost: ").append(address_);
  next_.append("\r\nUser-Agent: lamina\r\n\r\n");
}

client::~client() { disconnect(); }

void client::disconnect() noexcept {
  waiting_ = -1;
  if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
  reader_.reset();
  next_sent_ = false;
}

result<void> client::connect() {
  const std::size_t colon = address_.rfind(':');
  if (colon == address_.npos) return error("AWS_LAMBDA_RUNTIME_API is \"" + address_ + "\": expected host:port");
  const std::string host = address_.substr(0, colon);
  const std::string port = address_.substr(colon + 1);
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int failure = ::getaddrinfo(host == "localhost" ? "127.0.0.1" : host.c_str(), port.c_str(), &wanted, &found);
  if (failure != 0) return broken(address_, ::gai_strerror(failure));
  int last = ECONNREFUSED;
  for (const addrinfo* one = found; one != nullptr && descriptor_ < 0; one = one->ai_next) {
    descriptor_ = ::socket(one->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor_ >= 0 && ::connect(descriptor_, one->ai_addr, one->ai_addrlen) == 0) break;
    last = errno;
    disconnect();
  }
  ::freeaddrinfo(found);
  if (descriptor_ < 0) return broken(address_, std::strerror(last));  // NOLINT: only at the start
  const int one = 1;
  ::setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  return {};
}

// Head and body in one write, and again what of them did not fit.
bool client::send(std::string_view body) {
  std::array<iovec, 2> parts = {iovec{out_.data(), out_.size()}, iovec{const_cast<char*>(body.data()), body.size()}};
  msghdr message{};
  message.msg_iov = parts.data();
  message.msg_iovlen = parts.size();
  for (;;) {
    const ssize_t sent = ::sendmsg(descriptor_, &message, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0) return false;
    auto left = static_cast<std::size_t>(sent);
    for (iovec& part : parts) {
      const std::size_t done = std::min(left, part.iov_len);
      part.iov_base = static_cast<char*>(part.iov_base) + done;
      part.iov_len -= done;
      left -= done;
    }
    if (parts[1].iov_len == 0 && parts[0].iov_len == 0) return true;
  }
}

result<void> client::try_call(std::string_view body, bool waits, bool& may_retry) {
  may_retry = descriptor_ >= 0;  // an old connection may have been closed long ago
  if (descriptor_ < 0)
    if (auto connected = connect(); !connected) return connected;
  // Announced before the flag is looked at: interrupt() either finds the connection or is seen here.
  if (waits) waiting_ = descriptor_;
  if (waits && interrupted_) return broken(address_, "interrupted");
  if (!(waits && std::exchange(next_sent_, false)) && !send(body)) return broken(address_, "closed the connection");
  for (;;) {
    switch (reader_.advance()) {
      case http::response_reader::state::ready: return {};
      case http::response_reader::state::failed: may_retry = false; return broken(address_, "did not answer in HTTP");
      case http::response_reader::state::partial: may_retry = false; break;
      case http::response_reader::state::waiting: break;
    }
    const auto room = reader_.room();
    const ssize_t got = ::recv(descriptor_, room.data(), room.size(), 0);
    if (got > 0) {
      reader_.commit(static_cast<std::size_t>(got));
    } else if (got == 0 || errno != EINTR) {
      if (got == 0 && reader_.end_of_input() == http::response_reader::state::ready) return {};
      return broken(address_, "closed the connection");
    }
  }
}

result<void> client::call(std::string_view body, bool waits) {
  bool may_retry = false;
  auto done = try_call(body, waits, may_retry);
  if (done) return done;
  disconnect();
  if (!may_retry || (waits && interrupted_)) return done;
  done = try_call(body, waits, may_retry);
  if (!done) disconnect();
  return done;
}

result<std::optional<invocation>> client::next() {
  if (reader_.advance() == http::response_reader::state::ready) reader_.consume();
  if (interrupted_) return std::optional<invocation>();
  out_ = next_;
  const auto called = call({}, true);
  waiting_ = -1;
  if (!called) {
    if (interrupted_) return std::optional<invocation>();
    return called.error();
  }
  const http::response_view& message = reader_.message();
  if (message.status != 200)
    return broken(address_, "answered " + std::to_string(message.status) + " to next: " + std::string(message.body));
  const invocation found = read_invocation(message);
  if (found.request_id.empty()) return broken(address_, "gave an invocation without " + std::string(request_id_header));
  return std::optional(found);
}

invocation client::read_invocation(const http::response_view& message) {
  request_id_.assign(message.find(request_id_header));
  const std::string_view deadline = message.find(deadline_header);
  std::int64_t ms = 0;
  std::from_chars(deadline.data(), deadline.data() + deadline.size(), ms);
  invocation found;
  found.request_id = request_id_;
  found.deadline = std::chrono::milliseconds(ms);
  found.function_arn = message.find(function_arn_header);
  found.trace_id = message.find(trace_id_header);
  found.client_context = message.find(client_context_header);
  found.cognito_identity = message.find(cognito_identity_header);
  found.tenant_id = message.find(tenant_id_header);
  found.event = message.body;
  return found;
}

result<int> client::post(std::string_view path, std::string_view request_id, std::string_view end,
                         std::string_view body, std::string_view type) {
  if (reader_.advance() == http::response_reader::state::ready) reader_.consume();
  out_.clear();
  out_.append("POST ").append(base_path).append(path).append(request_id).append(end);
  out_.append(" HTTP/1.1\r\nHost: ").append(address_).append("\r\nContent-Type: application/json\r\nContent-Length: ");
  append_number(out_, body.size());
  if (!type.empty()) {
    out_.append("\r\n").append(error_type_header).append(": ");
    append_header_text(out_, type);
  }
  out_.append("\r\n\r\n");
  const bool pipelined = options_.pipelined && !interrupted_ && end == "/response";
  if (pipelined) {
    out_.append(body).append(next_);
    body = {};
  }
  const auto called = call(body, false);
  if (!called) return called.error();
  next_sent_ = pipelined;
  const int status = reader_.message().status;
  const bool over = !reader_.keep_alive();
  if (status >= 500)
    return broken(address_, "answered " + std::to_string(status) + ": " + std::string(reader_.message().body));
  if (over) disconnect();
  return status;
}

result<int> client::respond(std::string_view request_id, std::string_view response) {
  return post("invocation/", request_id, "/response", response, {});
}

result<int> client::fail(std::string_view request_id, std::string_view error, std::string_view type) {
  return post("invocation/", request_id, "/error", error, type);
}

result<int> client::init_error(std::string_view error, std::string_view type) {
  return post("init/error", {}, {}, error, type);
}

void client::interrupt() noexcept {
  interrupted_ = true;
  if (const int descriptor = waiting_; descriptor >= 0) ::shutdown(descriptor, SHUT_RD);
}

}  // namespace lamina::runtime_api
