#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

namespace lamina::gateway::internal {

// A client of tests: bytes out, whole responses in, over one blocking connection. Gives up after ten seconds.
class raw_client {
 public:
  explicit raw_client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const timeval patience{10, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  raw_client(const raw_client&) = delete;
  raw_client& operator=(const raw_client&) = delete;
  ~raw_client() { ::close(socket_); }

  bool connected() const noexcept { return connected_; }

  void send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }

  // The next response, head and body as they came; "" when the connection ends before it is whole.
  std::string receive(bool with_body = true) {
    while (true) {
      const std::size_t end = received_.find("\r\n\r\n");
      if (end != std::string::npos) {
        const std::size_t whole = end + 4 + (with_body ? length_in(std::string_view(received_).substr(0, end)) : 0);
        if (received_.size() >= whole) {
          std::string response = received_.substr(0, whole);
          received_.erase(0, whole);
          return response;
        }
      }
      if (!read()) return {};
    }
  }

  std::string ask(std::string_view bytes) {
    send(bytes);
    return receive();
  }

  // Everything up to the end of the connection.
  std::string receive_all() {
    while (read()) {
    }
    return received_;
  }

 private:
  static std::size_t length_in(std::string_view head) {
    std::size_t length = 0;
    const std::size_t at = head.find("\r\nContent-Length: ");
    if (at != std::string_view::npos) std::from_chars(head.data() + at + 18, head.data() + head.size(), length);
    return length;
  }

  bool read() {
    char buffer[16384];
    const ssize_t got = ::recv(socket_, buffer, sizeof buffer, 0);
    if (got <= 0) return false;
    received_.append(buffer, static_cast<std::size_t>(got));
    return true;
  }

  int socket_;
  bool connected_ = false;
  std::string received_;
};

}  // namespace lamina::gateway::internal
