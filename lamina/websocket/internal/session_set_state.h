#pragma once

#include <sys/epoll.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include "lamina/websocket/internal/link.h"
#include "lamina/websocket/session.h"

namespace lamina::websocket {

class connection;

// What the connections of a set share. They are watched by an epoll of their own, which the loop watches in turn: a
// connection then costs no pending operation and no handler (300 bytes in Asio), can be destroyed at once, and is read
// with one system call.
struct session_set::state : std::enable_shared_from_this<session_set::state> {
  state(net::event_loop& on, session_limits with);

  struct instant {
    steady_time steady{};
    system_time wall{};
  };
  // The same for all that happens in one turn.
  instant now() const;

  bool watch(connection& one, int descriptor, std::uint32_t events) noexcept;
  void change(connection& one, int descriptor, std::uint32_t events) noexcept;
  void unwatch(int descriptor) noexcept;

  void wait();
  void turn();
  void read_later(connection& one);
  void read_unread();
  void tell_later(connection& one);
  void tell_closed();
  void forget(connection& one) noexcept;

  void set_alarm();
  void check_times();

  using executor = boost::asio::io_context::executor_type;

  net::event_loop& loop;
  const session_limits limits;
  boost::asio::posix::basic_stream_descriptor<executor> ready;
  std::unique_ptr<char[]> buffer;
  link active;   // open connections, the one that was active last at the end
  link aged;     // the same, the youngest at the end
  link closing;  // the one that began to close last at the end
  link ended;    // whose owners have not been told yet
  std::size_t size = 0;

 private:
  std::array<epoll_event, 64> batch_;  // then others have their turn
  std::span<epoll_event> rest_;        // of it
  instant turn_;
  bool in_turn_ = false;
  bool telling_ = false;
  std::deque<connection*> unread_;  // which have bytes that have been received and not read yet
  scheduler::task_id alarm_ = 0;
  steady_time alarm_at_{};
};

constexpr std::size_t read_size = 64 * 1024;

}  // namespace lamina::websocket
