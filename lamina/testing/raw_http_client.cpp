#include "lamina/testing/raw_http_client.h"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <memory>
#include <stdexcept>

namespace lamina::testing {
namespace {

bool same_name(std::string_view left, std::string_view right) {
  return std::ranges::equal(left, right,
                            [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); });
}

[[noreturn]] void fail(const std::string& what) { throw std::runtime_error("raw_http_client: " + what); }

std::pair<std::string, std::string> split_header(const std::string& line) {
  const std::size_t colon = line.find(':');
  if (colon == line.npos) fail("no header: " + line);
  const std::size_t value = line.find_first_not_of(' ', colon + 1);
  return {line.substr(0, colon), value == line.npos ? std::string() : line.substr(value)};
}

int connected_socket(const std::string& host, std::uint16_t port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found) != 0) fail("no such host: " + host);
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> addresses(found, &::freeaddrinfo);
  int failure = 0;
  for (const addrinfo* address = found; address != nullptr; address = address->ai_next) {
    const int opened = ::socket(address->ai_family, address->ai_socktype | SOCK_CLOEXEC, address->ai_protocol);
    if (opened >= 0 && ::connect(opened, address->ai_addr, address->ai_addrlen) == 0) return opened;
    failure = errno;
    if (opened >= 0) ::close(opened);
  }
  fail("cannot connect to port " + std::to_string(port) + ": " + std::strerror(failure));
}

}  // namespace

std::string raw_http_response::header(std::string_view name) const {
  for (const auto& [key, value] : headers)
    if (same_name(key, name)) return value;
  return {};
}

raw_http_client::raw_http_client(std::uint16_t port, std::chrono::milliseconds timeout)
    : raw_http_client("127.0.0.1", port, timeout) {}

raw_http_client::raw_http_client(const std::string& host, std::uint16_t port, std::chrono::milliseconds timeout)
    : descriptor_(connected_socket(host, port)), timeout_(timeout) {
  const timeval limit{.tv_sec = timeout.count() / 1000, .tv_usec = timeout.count() % 1000 * 1000};
  ::setsockopt(descriptor_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  const int one = 1;
  ::setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
}

raw_http_client::~raw_http_client() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void raw_http_client::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) fail(std::string("cannot send: ") + std::strerror(errno));
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

void raw_http_client::shutdown_sending() { ::shutdown(descriptor_, SHUT_WR); }

void raw_http_client::reset() {
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  ::close(std::exchange(descriptor_, -1));
}

bool raw_http_client::fill() {
  pollfd waiting{.fd = descriptor_, .events = POLLIN, .revents = 0};
  if (::poll(&waiting, 1, static_cast<int>(timeout_.count())) <= 0) fail("nothing came; read so far: " + unread_);
  std::array<char, 16 * 1024> bytes;
  const ssize_t got = ::recv(descriptor_, bytes.data(), bytes.size(), 0);
  if (got <= 0) return false;
  unread_.append(bytes.data(), static_cast<std::size_t>(got));
  return true;
}

std::string raw_http_client::read_line() {
  std::size_t end = 0;
  while ((end = unread_.find("\r\n")) == unread_.npos)
    if (!fill()) fail("closed inside a line: " + unread_);
  std::string line = unread_.substr(0, end);
  unread_.erase(0, end + 2);
  return line;
}

std::string raw_http_client::read_bytes(std::size_t count) {
  while (unread_.size() < count)
    if (!fill()) fail("closed after " + std::to_string(unread_.size()) + " of " + std::to_string(count) + " bytes");
  std::string bytes = unread_.substr(0, count);
  unread_.erase(0, count);
  return bytes;
}

std::string raw_http_client::read_to_end() {
  while (fill()) {
  }
  return std::exchange(unread_, {});
}

std::optional<std::string> raw_http_client::read_some(std::chrono::milliseconds wait) {
  pollfd waiting{.fd = descriptor_, .events = POLLIN, .revents = 0};
  if (unread_.empty() && ::poll(&waiting, 1, static_cast<int>(wait.count())) <= 0) return std::nullopt;
  if (unread_.empty()) fill();
  return std::exchange(unread_, {});
}

bool raw_http_client::is_closed() { return unread_.empty() && !fill(); }

std::string raw_http_client::read_chunks() {
  std::string body;
  for (;;) {
    const std::size_t size = std::stoul(read_line(), nullptr, 16);
    body += read_bytes(size);
    if (size == 0) break;
    if (!read_line().empty()) fail("a chunk does not end where it says");
  }
  while (!read_line().empty()) {  // trailers
  }
  return body;
}

raw_http_response raw_http_client::read_response(bool to_head) {
  raw_http_response response;
  const std::string line = read_line();
  if (line.size() < 12 || !line.starts_with("HTTP/1.")) fail("no status line: " + line);
  response.version = line.substr(0, 8);
  response.status = std::stoi(line.substr(9, 3));
  response.reason = line.size() > 13 ? line.substr(13) : std::string();
  for (std::string field; !(field = read_line()).empty();) response.headers.push_back(split_header(field));
  if (to_head || response.status < 200 || response.status == 204 || response.status == 304) return response;
  const std::string length = response.header("content-length");
  if (same_name(response.header("transfer-encoding"), "chunked"))
    response.body = read_chunks();
  else
    response.body = length.empty() ? read_to_end() : read_bytes(std::stoul(length));
  return response;
}

raw_http_response fetch(std::uint16_t port, std::string_view method, std::string_view target, std::string_view body,
                        const std::vector<std::pair<std::string, std::string>>& headers) {
  std::string bytes;
  bytes.append(method).append(" ").append(target).append(" HTTP/1.1\r\nHost: localhost\r\n");
  for (const auto& [name, value] : headers) bytes.append(name).append(": ").append(value).append("\r\n");
  if (!body.empty()) bytes.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
  bytes.append("\r\n").append(body);
  raw_http_client client(port);
  client.send(bytes);
  return client.read_response(method == "HEAD");
}

}  // namespace lamina::testing
