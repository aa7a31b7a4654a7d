#pragma once

#include <boost/system/error_code.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "lamina/http/internal/exchange_peer.h"
#include "lamina/http/internal/request_reader.h"
#include "lamina/http/internal/server_state.h"
#include "lamina/http/internal/transport.h"

namespace lamina::http {

// One client of HTTP/1. It lives as long as a read or write of it is under way or its exchange is held.
//
//   receiving -> handling -> (writing ->) receiving ... -> (lingering ->) closed
class http1_connection final : public exchange::peer,
                               public served_client,
                               public std::enable_shared_from_this<http1_connection> {
 public:
  http1_connection(std::shared_ptr<server::impl> owner, transport over);
  ~http1_connection();

  void start();

  void answer(const response& message) override;
  void answer_raw(std::string bytes, bool keep_alive, bool may_wait) override;
  void abandon() override;
  void set_on_disconnect(move_only_function<void()> call) override;
  detached_socket detach() override;
  bool keeps_alive() const noexcept override;

  void check_time(steady_time now) override;
  void flush() override;
  void drain() override;
  void close() override;

 private:
  enum class phase { receiving, handling, writing, lingering, closed };

  void run();
  void wait_for_more(request_reader::state state);
  void dispatch();
  bool become_http2();
  bool upgrade_to_http2(const request& message);
  void refuse(int status);
  void read();
  void on_read(const boost::system::error_code& failure, std::size_t bytes);
  void on_end_of_input();
  void say_continue();
  void send(std::string_view body);
  void write_rest();
  void finish_answer();
  void linger();
  void call_on_disconnect();

  std::shared_ptr<server::impl> owner_;
  transport over_;
  request_reader reader_;
  std::string held_;        // answers that wait for the next one
  std::string out_;         // head of the answer; then what the client has not taken yet
  std::size_t sent_ = 0;    // of it
  std::size_t unsent_ = 0;  // what the server counts of it
  steady_time deadline_ = steady_time::max();
  request_reader::state waiting_for_ = request_reader::state::ready;
  move_only_function<void()> on_disconnect_;
  phase phase_ = phase::receiving;
  bool running_ = false;
  bool reading_ = false;  // a read is under way
  bool end_of_input_ = false;
  bool keep_ = true;            // after the answer that is being written
  bool fresh_ = true;           // no request yet
  bool said_continue_ = false;  // to the request being read
  bool upgrades_ = false;       // the request asks for another protocol
};

}  // namespace lamina::http
