#pragma once

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

namespace lamina::http {

// For tests: a server that does to its clients what the test says, on a thread of its own. Every wait ends after ten
// seconds, so a test cannot hang.
class scripted_peer {
 public:
  // One accepted connection; closed when it goes.
  class connection {
   public:
    explicit connection(int descriptor) : descriptor_(descriptor) {}
    ~connection() { ::close(descriptor_); }
    connection(const connection&) = delete;
    connection& operator=(const connection&) = delete;

    // The head of a request and `body_bytes` more; what came so far when the client closes.
    std::string read_request(std::size_t body_bytes = 0) {
      for (;;) {
        const std::size_t end = unread_.find("\r\n\r\n");
        if (end != unread_.npos && unread_.size() >= end + 4 + body_bytes) {
          std::string request = unread_.substr(0, end + 4 + body_bytes);
          unread_.erase(0, request.size());
          return request;
        }
        if (!fill()) return std::exchange(unread_, {});
      }
    }
    void send(std::string_view bytes) const {
      while (!bytes.empty()) {
        const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
      }
    }
    // The next close() is a reset.
    void reset_on_close() const {
      const linger at_once{.l_onoff = 1, .l_linger = 0};
      ::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    }
    // Until the client closes.
    void wait_for_end() {
      while (fill()) {
      }
    }
    int descriptor() const noexcept { return descriptor_; }

   private:
    bool fill() {
      pollfd waiting{.fd = descriptor_, .events = POLLIN, .revents = 0};
      if (::poll(&waiting, 1, 10'000) <= 0) return false;
      std::array<char, 16 * 1024> bytes;
      const ssize_t got = ::recv(descriptor_, bytes.data(), bytes.size(), 0);
      if (got > 0) unread_.append(bytes.data(), static_cast<std::size_t>(got));
      return got > 0;
    }

    int descriptor_;
    std::string unread_;
  };

  // `serve` is called for one connection after the other, with its number (0, 1, ...), until `connections` have come.
  scripted_peer(int connections, std::function<void(connection&, int number)> serve) : serve_(std::move(serve)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(listener_, reinterpret_cast<sockaddr*>(&address), size);
    ::listen(listener_, 128);
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this, connections] {
      for (int i = 0; i < connections; ++i) {
        pollfd waiting{.fd = listener_, .events = POLLIN, .revents = 0};
        if (::poll(&waiting, 1, 10'000) <= 0) return;
        const int descriptor = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (descriptor < 0) return;
        ++accepted_;
        connection one(descriptor);
        if (!set_current(descriptor)) return;
        serve_(one, i);
        set_current(-1);
      }
    });
  }
  ~scripted_peer() {
    {
      const std::lock_guard lock(mutex_);
      is_ending_ = true;
      ::shutdown(listener_, SHUT_RDWR);
      if (current_ >= 0) ::shutdown(current_, SHUT_RD);
    }
    thread_.join();
    ::close(listener_);
  }
  scripted_peer(const scripted_peer&) = delete;
  scripted_peer& operator=(const scripted_peer&) = delete;

  std::string url(std::string_view path = "/") const {
    return "http://127.0.0.1:" + std::to_string(port_) + std::string(path);
  }
  std::uint16_t port() const noexcept { return port_; }
  int accepted() const noexcept { return accepted_; }

 private:
  bool set_current(int descriptor) {
    const std::lock_guard lock(mutex_);
    current_ = descriptor;
    return !is_ending_;
  }

  std::function<void(connection&, int)> serve_;
  std::mutex mutex_;
  int current_ = -1;  // the connection being served
  bool is_ending_ = false;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<int> accepted_ = 0;
  std::thread thread_;
};

}  // namespace lamina::http
