#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

// WebSocket clients that cost the machine as little as they can: one thread, one epoll, nothing blocks, frames are
// built once. They trust the server to follow the protocol, and know no fragments: what they measure sends none.
namespace bench {

using steady = std::chrono::steady_clock;

// "127.0.0.1:4020/dev"
struct target {
  std::string host;
  std::uint16_t port = 0;
  std::string path;
};
target parse_target(const std::string& text);

// One masked text frame.
std::string text_frame(std::string_view payload);

class clients {
 public:
  using receiver = std::function<void(std::size_t client, std::string_view payload)>;

  // `count` connections; every 20,000 use another source address (127.0.0.1, .2, ...), since a port is taken once by
  // each.
  clients(target to, std::size_t count);
  ~clients();
  clients(const clients&) = delete;
  clients& operator=(const clients&) = delete;

  // Connects all, a few at a time. Those that could not be opened within `patience` are lost.
  void open(std::chrono::seconds patience);
  // From now on nothing is read from it, and little fits into its socket: a client that hangs.
  void stop_reading(std::size_t client);
  // A whole frame. A socket that does not take it at once is lost.
  void send(std::size_t client, std::string_view frame);
  // Takes what comes until `done` says so or the time has come; true: it was `done`.
  bool run(const std::function<bool()>& done, steady::time_point latest);

  void on_message(receiver call) { deliver_ = std::move(call); }
  std::size_t count_open() const noexcept { return open_; }
  std::size_t count_lost() const noexcept { return lost_; }
  std::size_t size() const noexcept { return all_.size(); }

 private:
  enum class state { none, connecting, upgrading, open, lost };
  struct connection {
    int descriptor = -1;
    state now = state::none;
    std::string unread;  // part of a frame, or of the handshake's answer
  };

  void start(std::size_t client);
  void on_ready(std::size_t client, std::uint32_t events);
  void read_some(std::size_t client);
  // The bytes of `input` that were used.
  std::size_t take(std::size_t client, std::string_view input);
  void lose(std::size_t client);

  target to_;
  std::vector<connection> all_;
  int epoll_ = -1;
  std::size_t open_ = 0, lost_ = 0, pending_ = 0;
  receiver deliver_;
  std::string buffer_;
};

// "p50 p99 last" of times, in milliseconds.
std::string describe(std::vector<double> milliseconds);

}  // namespace bench
