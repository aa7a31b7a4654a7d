#pragma once

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <optional>

#include "lamina/http/server.h"

namespace lamina::http {

// One client of a server, in whatever state and protocol: in the server's list while it is open.
class served_client {
 public:
  virtual void check_time(steady_time now) = 0;
  virtual void flush() {}
  virtual void drain() = 0;
  virtual void close() = 0;

  served_client* previous = nullptr;  // the server's list
  served_client* next = nullptr;

 protected:
  ~served_client() = default;
};

// What a server and its connections share; outlives the server as long as an exchange is open.
struct server::impl : std::enable_shared_from_this<server::impl> {
  using executor = boost::asio::io_context::executor_type;

  impl(net::event_loop& on, server_options with, handler handle_request, rejection make_rejection);

  result<void> bind();
  result<void> listen();
  void accept_later();
  // All that wait, so that none is lost when the listener closes.
  void accept_waiting();
  void flush();
  void drain(move_only_function<void()> call);
  void shut_down();

  // Clients tell when they open and when they are gone. One that becomes another opens as that before it goes.
  void opened(served_client& one);
  void gone(served_client& one);
  // What a request is refused with.
  response rejection_of(int status, std::string_view client);
  // Of an answer that is not taken at once. False: it is too much, and the client must go without.
  bool keep_unsent(std::size_t bytes);
  void forget_unsent(std::size_t bytes) noexcept { unsent -= bytes; }
  // Looks at everyone's time-out. One timer for all of them, none while nobody is connected.
  void sweep();

  // At most one sweep behind, and cheap. A deadline made from it is put off by a sweep, so as never to be early.
  steady_time deadline_after(std::chrono::milliseconds time) const { return coarse_now + time + sweep_interval; }

  net::event_loop& loop;
  const server_options options;
  handler handle;
  rejection reject;
  boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, executor> acceptor;
  std::uint16_t port = 0;
  served_client* first = nullptr;
  std::size_t open = 0;
  std::size_t unsent = 0;  // bytes of answers
  std::chrono::milliseconds sweep_interval;
  steady_time coarse_now{};
  scheduler::task_id sweeping = 0;
  bool draining = false;
  bool closed = false;
  int calls_of_handler = 0;
  move_only_function<void()> drained;
  move_only_function<void(std::string_view)> refused;

 private:
  enum class acceptance { taken, none_waiting, exhausted };
  error cannot_listen(int reason) const;
  acceptance accept_one();
  void report_refusal(const std::string& why);
  void check_drained();

  std::optional<steady_time> reported_refusal_;
};

}  // namespace lamina::http
