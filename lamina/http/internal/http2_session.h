#pragma once

#include <nghttp2/nghttp2.h>

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "lamina/http/http2.h"
#include "lamina/http/internal/http2_stream.h"
#include "lamina/http/server.h"

namespace lamina::http {

// What a session of HTTP/2 needs of whom it belongs to.
class http2_surroundings {
 public:
  virtual void handle(request& message, exchange open) = 0;  // addresses and TLS are still to be filled in
  virtual response reject(int status) = 0;
  // Of an answer, until its stream is closed. False: it is too much.
  virtual bool keep_unsent(std::size_t bytes) = 0;
  virtual void forget_unsent(std::size_t bytes) = 0;
  virtual void post(move_only_function<void()> call) = 0;
  virtual steady_time now() const = 0;
  virtual steady_time deadline_after(std::chrono::milliseconds time) const = 0;
  // There is something to produce() now. Not told inside the session's own calls.
  virtual void wants_to_send() = 0;
  // For an exchange to hold: as long as it does, session and surroundings live.
  virtual std::shared_ptr<void> keep() = 0;

 protected:
  ~http2_surroundings() = default;
};

// One connection of HTTP/2, server's side, as bytes: knows no sockets and no clock. Frames, flow control and HPACK are
// nghttp2's; the limits that are about abuse are partly ours.
class http2_session {
 public:
  http2_session(http2_surroundings& surroundings, const server_options& options, const http2_options& limits);
  ~http2_session();
  http2_session(const http2_session&) = delete;
  http2_session& operator=(const http2_session&) = delete;

  // The connection was HTTP/1.1 and `first` asked to change, which is handled at once; false when `settings` are none.
  // Before any other call.
  bool upgrade(std::string_view settings, const request& first);
  // False: this cannot go on. What there is to produce() may still be sent: it says why.
  bool receive(std::string_view bytes);
  // Appends what is to be sent, until `out` has `enough` bytes or there is no more.
  void produce(std::string& out, std::size_t enough);
  // Nothing more will be read or sent.
  bool is_over() const noexcept;

  void check_time(steady_time now);
  // Says that no more requests are taken, answers those that have come, and is over then.
  void drain();
  // The connection is lost: tells those who wait. Nothing else is done from then on.
  void end();

  const server_options& options() const noexcept { return options_; }
  http2_surroundings& surroundings() const noexcept { return surroundings_; }

  // For streams.
  void submit_answer(http2_stream& stream);
  void submit_continue(std::int32_t stream);
  void submit_reset(std::int32_t stream, std::uint32_t code);
  void keep_body(std::size_t bytes) noexcept { buffered_ += bytes; }
  void forget_body(std::size_t bytes);
  void consumed(std::int32_t stream, std::size_t bytes);  // so many more may come, in time
  void exchange_opened() noexcept { ++exchanges_; }
  void exchange_closed() noexcept { --exchanges_; }

 private:
  struct callbacks;
  friend struct callbacks;
  using stream_pointer = std::shared_ptr<http2_stream>;

  void on_begin_frame(std::uint8_t type);
  void on_begin_headers(const nghttp2_frame& frame);
  void on_frame_received(const nghttp2_frame& frame);
  void on_frame_sent(const nghttp2_frame& frame);
  void on_end_of_headers(const nghttp2_frame& frame);
  void on_end_of_stream(std::int32_t stream);
  void on_stream_closed(std::int32_t stream);
  void on_idle_frame();
  http2_stream* find(std::int32_t id) const;
  void say_last();
  void wake();

  http2_surroundings& surroundings_;
  const server_options& options_;
  const http2_options& limits_;
  nghttp2_session* session_ = nullptr;
  std::unordered_map<std::int32_t, stream_pointer> streams_;
  std::size_t exchanges_ = 0;  // that have not been answered, of closed streams too
  std::size_t buffered_ = 0;   // of bodies
  std::size_t withheld_ = 0;   // of the connection's window, until bodies have gone
  double calm_ = 0;            // idle frames that are still allowed
  steady_time calm_at_;
  steady_time deadline_ = steady_time::max();  // for the beginning, and for a head
  steady_time idle_until_ = steady_time::max();
  steady_time last_word_ = steady_time::max();  // while draining: when no more new streams are taken
  bool has_settings_ = false;
  bool is_busy_ = false;  // inside a call of nghttp2
  bool is_draining_ = false;
  bool has_said_last_ = false;
  bool is_ended_ = false;
};

}  // namespace lamina::http
