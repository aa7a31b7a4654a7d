#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "lamina/http/internal/exchange_peer.h"
#include "lamina/http/internal/http2_head.h"

namespace lamina::http {

class http2_session;

// One request of a session and its answer.
//
//   receiving -> handling -> answering -> closed; a request that is refused is not handled
//
// It lives as long as the session knows the stream, or its exchange is held: views of the request are good until then.
class http2_stream final : public exchange::peer, public std::enable_shared_from_this<http2_stream> {
 public:
  enum class phase { receiving, handling, answering, closed };

  http2_stream(http2_session& session, std::int32_t id);

  // Of the exchange.
  void answer(const response& message) override;
  void answer_raw(std::string bytes, bool keep_alive, bool may_wait) override;
  void abandon() override;
  void set_on_disconnect(move_only_function<void()> call) override;
  detached_socket detach() override;
  bool keeps_alive() const noexcept override { return at_ == phase::handling; }

  // Of the session. dispatch() hands the request on; `keeps` is kept until the exchange is done with.
  void begin(const request& first);  // instead of frames: a request of HTTP/1
  void take_body(std::string_view bytes);
  void finish_head(bool has_body);
  void dispatch(std::shared_ptr<void> keeps);
  void refuse(int status);
  void on_closed();
  void check_time(steady_time now);

  std::int32_t id() const noexcept { return id_; }
  phase at() const noexcept { return at_; }

  http2_request_head head;
  http2_answer answered;

 private:
  void send(std::string bytes, bool bodiless);
  void submit_answer();
  void done_with();
  void forget_body();
  void tell_later();

  http2_session& session_;
  std::shared_ptr<void> keeps_;
  std::string body_;
  std::size_t unsent_ = 0;  // of the answer, what the surroundings count
  move_only_function<void()> on_disconnect_;
  steady_time deadline_ = steady_time::max();
  const std::int32_t id_;
  phase at_ = phase::receiving;
  bool is_held_ = false;  // by an exchange that has not answered
};

}  // namespace lamina::http
