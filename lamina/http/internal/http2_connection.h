#pragma once

#include <memory>
#include <string>
#include <vector>

#include "lamina/http/internal/http2_session.h"
#include "lamina/http/internal/server_state.h"
#include "lamina/http/internal/transport.h"

namespace lamina::http {

// One client of HTTP/2. It lives as long as a read or write of it is under way, or one of its exchanges is held.
class http2_connection final : public served_client,
                               public http2_surroundings,
                               public std::enable_shared_from_this<http2_connection> {
 public:
  http2_connection(std::shared_ptr<server::impl> owner, transport over, const http2_options& limits);
  ~http2_connection();

  void start(std::string_view unread);
  // A client of HTTP/1.1 asks with `first`. False, and nothing has happened, when its settings cannot be read.
  bool start_upgraded(std::string_view settings, const request& first, std::string_view unread);
  // Gives the transport back, of one that was not started.
  transport give_back();

  void check_time(steady_time now) override;
  void drain() override;
  void close() override;

  void handle(request& message, exchange open) override;
  response reject(int status) override;
  bool keep_unsent(std::size_t bytes) override { return owner_->keep_unsent(bytes); }
  void forget_unsent(std::size_t bytes) override { owner_->forget_unsent(bytes); }
  void post(move_only_function<void()> call) override { owner_->loop.post(std::move(call)); }
  steady_time now() const override { return owner_->coarse_now; }
  steady_time deadline_after(std::chrono::milliseconds time) const override { return owner_->deadline_after(time); }
  void wants_to_send() override;
  std::shared_ptr<void> keep() override { return shared_from_this(); }

 private:
  enum class phase { open, lingering, closed };

  void read();
  void on_read(const boost::system::error_code& failure, std::size_t bytes);
  void receive(std::string_view bytes);
  void send();
  void write_rest();
  void linger();

  std::shared_ptr<server::impl> owner_;
  transport over_;
  const http2_options limits_;
  http2_session session_;
  std::vector<char> room_;
  std::string out_;
  std::size_t sent_ = 0;  // of it
  steady_time deadline_ = steady_time::max();
  phase phase_ = phase::open;
  bool is_receiving_ = false;
  bool is_writing_ = false;
  bool will_send_ = false;
};

}  // namespace lamina::http
