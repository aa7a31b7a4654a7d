#pragma once

#include <boost/asio/basic_stream_socket.hpp>
#include <memory>
#include <optional>
#include <string>

#include "lamina/http/internal/client_state.h"
#include "lamina/http/internal/tls_stream.h"
#include "lamina/http/response_reader.h"

namespace lamina::http {

// One connection to an origin. It lives as long as the origin lists it or an operation of it is under way.
//
//   connecting -> (securing ->) exchanging -> idle -> exchanging ... -> closed
class client_connection : public std::enable_shared_from_this<client_connection> {
 public:
  client_connection(std::shared_ptr<client::impl> owner, client_origin& origin);
  ~client_connection();

  // Connects, then sends `first`.
  void open(std::shared_ptr<client_call> first);
  // While idle.
  void carry(std::shared_ptr<client_call> call);
  // Closes; the call it carries is the caller's to answer.
  std::shared_ptr<client_call> abandon();

  steady_time idle_since() const noexcept { return idle_since_; }

 private:
  enum class phase { connecting, securing, exchanging, idle, closed };

  void connect_next();
  void on_connected(int failure);
  void secure();
  void established();
  void fail_to_connect(std::string_view name, std::string_view what);
  void send();
  io_result send_some();
  void wait_to_write();
  void wait_to_read();
  void on_bytes(const boost::system::error_code& failure, std::size_t bytes);
  void on_readable();
  void on_end(bool properly);
  bool take_in(std::size_t bytes);
  void answered();
  void fail(std::string_view name, std::string_view what);
  void close();

  std::shared_ptr<client::impl> owner_;
  client_origin* origin_;
  boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type> socket_;
  std::optional<tls_stream> tls_;
  response_reader reader_;
  std::shared_ptr<client_call> call_;
  std::string joined_;    // head and body, for TLS
  std::size_t sent_ = 0;  // of head and body
  std::size_t next_address_ = 0;
  std::string last_failure_;
  scheduler::task_id connect_deadline_ = 0;
  steady_time idle_since_{};
  phase phase_ = phase::connecting;
  bool is_established_ = false;
  bool reading_ = false;  // a read or a wait for it is under way
  bool writing_ = false;  // a wait for room is
  bool send_failed_ = false;
  bool was_used_ = false;  // has carried a call to its answer
};

}  // namespace lamina::http
