#include "tests/parity/user_store/http_client.h"

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <charconv>
#include <memory>
#include <optional>

namespace parity_user_store {
namespace {

using namespace lamina;
using clock = std::chrono::steady_clock;

class socket_handle {
 public:
  explicit socket_handle(int descriptor) : descriptor_(descriptor) {}
  ~socket_handle() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  socket_handle(socket_handle&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  int get() const { return descriptor_; }

 private:
  int descriptor_;
};

socket_handle open_connection(const base_address& to) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(to.host.c_str(), std::to_string(to.port).c_str(), &hints, &found) != 0) return socket_handle(-1);
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> addresses(found, &::freeaddrinfo);
  for (const addrinfo* address = found; address; address = address->ai_next) {
    socket_handle opened(::socket(address->ai_family, address->ai_socktype | SOCK_CLOEXEC, address->ai_protocol));
    if (opened.get() >= 0 && ::connect(opened.get(), address->ai_addr, address->ai_addrlen) == 0) return opened;
  }
  return socket_handle(-1);
}

std::string request_text(const base_address& to, const std::string& target, const http_message& request) {
  std::string text = request.method + " " + target + " HTTP/1.1\r\nHost: " + to.host + ":" + std::to_string(to.port) +
                     "\r\nConnection: close\r\n";
  for (const auto& [name, value] : request.headers) text += name + ": " + value + "\r\n";
  if (!request.body.empty()) text += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
  return text + "\r\n" + request.body;
}

bool wait_for(int socket, short events, clock::time_point until) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - clock::now()).count();
  pollfd watched{socket, events, 0};
  return left > 0 && ::poll(&watched, 1, static_cast<int>(left)) > 0;
}

// Sends everything and reads to the end; a server may answer and close before it has read all.
std::optional<std::string> exchange(int socket, std::string_view text, clock::time_point until) {
  while (!text.empty() && wait_for(socket, POLLOUT | POLLIN, until)) {
    const ssize_t sent = ::send(socket, text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno != EAGAIN) break;
    if (sent > 0) text.remove_prefix(static_cast<std::size_t>(sent));
  }
  std::string received;
  char buffer[65536];
  while (wait_for(socket, POLLIN, until)) {
    const ssize_t got = ::recv(socket, buffer, sizeof buffer, 0);
    if (got <= 0) return received;
    received.append(buffer, static_cast<std::size_t>(got));
  }
  return std::nullopt;
}

std::optional<std::string> undo_chunks(std::string_view body) {
  std::string out;
  for (;;) {
    std::size_t size = 0;
    const auto read = std::from_chars(body.data(), body.data() + body.size(), size, 16);
    const std::size_t line = body.find("\r\n");
    if (read.ec != std::errc() || line == body.npos || body.size() < line + 2 + size) return std::nullopt;
    if (size == 0) return out;
    out.append(body.substr(line + 2, size));
    body.remove_prefix(std::min(body.size(), line + 2 + size + 2));
  }
}

json::value broken(const char* why) { return {{"error", why}}; }

json::value read_response(std::string_view text, bool has_body) {
  std::vector<std::pair<std::string, std::string>> headers;
  const std::size_t end = text.find("\r\n\r\n");
  int status = 0;
  if (end == text.npos || !text.starts_with("HTTP/1.1 ") ||
      std::from_chars(text.data() + 9, text.data() + end, status).ec != std::errc()) {
    return broken("no HTTP response");
  }
  std::string body(text.substr(end + 4));
  std::string_view head = text.substr(0, end);
  bool chunked = false;
  std::optional<std::size_t> length;
  while (head.find("\r\n") != head.npos) {
    head.remove_prefix(head.find("\r\n") + 2);
    const std::string_view line = head.substr(0, head.find("\r\n"));
    const std::size_t colon = line.find(':');
    if (colon == line.npos) return broken("a header without a colon");
    const std::size_t value = std::min(line.find_first_not_of(' ', colon + 1), line.size());
    headers.emplace_back(line.substr(0, colon), line.substr(value));
    const json::value lower = make_result(0, {headers.back()}, "");
    const std::string_view name = lower.at("headers").as_object().begin()->key();
    if (name == "transfer-encoding") chunked = headers.back().second == "chunked";
    if (name == "content-length") length = std::strtoull(headers.back().second.c_str(), nullptr, 10);
  }
  if (has_body && chunked) {
    auto whole = undo_chunks(body);
    if (!whole) return broken("the body's chunks are broken");
    body = *std::move(whole);
  } else if (has_body && length && body.size() != *length) {
    return broken("the body has another length than Content-Length says");
  }
  return make_result(status, headers, body);
}

}  // namespace

result<base_address> parse_address(std::string_view url) {
  if (!url.starts_with("http://") && !url.starts_with("ws://"))
    return error("URL: http://host:port expected, got " + std::string(url));
  url.remove_prefix(url.find("//") + 2);
  const std::string_view authority = url.substr(0, url.find('/'));
  base_address read{std::string(authority.substr(0, authority.rfind(':'))), 80,
                    std::string(url.substr(authority.size()))};
  while (read.prefix.ends_with('/')) read.prefix.pop_back();
  if (const std::size_t colon = authority.rfind(':'); colon != authority.npos) {
    const char* end = authority.data() + authority.size();
    const auto port = std::from_chars(authority.data() + colon + 1, end, read.port);
    if (port.ec != std::errc() || port.ptr != end) return error("URL: the port is no number");
  }
  if (read.host.empty()) return error("URL: the host is missing");
  return read;
}

json::value send_request(const base_address& to, const std::string& target, const http_message& request,
                         std::chrono::milliseconds limit) {
  const auto until = clock::now() + limit;
  const socket_handle connection = open_connection(to);
  if (connection.get() < 0) return broken("connection refused");
  const auto received = exchange(connection.get(), request_text(to, target, request), until);
  if (!received) return broken("timeout");
  return read_response(*received, request.method != "HEAD");
}

bool accepts_connections(const base_address& to) { return open_connection(to).get() >= 0; }

}  // namespace parity_user_store
