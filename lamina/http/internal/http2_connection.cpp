#include "lamina/http/internal/http2_connection.h"

#include <sys/socket.h>

#include <boost/asio/buffer.hpp>

#include "lamina/base/keep_small.h"

namespace lamina::http {
namespace {

using boost::system::error_code;

constexpr std::size_t first_room = 4 * 1024;
constexpr std::size_t most_room = 64 * 1024;
constexpr std::size_t written_at_once = 64 * 1024;
constexpr std::size_t kept_output = 64 * 1024;
constexpr std::chrono::seconds lingering_time{2};

}  // namespace

http2_connection::http2_connection(std::shared_ptr<server::impl> owner, transport over, const http2_options& limits)
    : owner_(std::move(owner)),
      over_(std::move(over)),
      limits_(limits),
      session_(*this, owner_->options, limits_),
      room_(first_room) {
  owner_->opened(*this);
}

http2_connection::~http2_connection() {
  session_.end();
  if (phase_ != phase::closed) owner_->gone(*this);
}

void http2_connection::start(std::string_view unread) {
  receive(unread);
  read();
}

bool http2_connection::start_upgraded(std::string_view settings, const request& first, std::string_view unread) {
  is_receiving_ = true;  // nothing goes out before the 101
  const bool is_taken = session_.upgrade(settings, first);
  is_receiving_ = false;
  if (!is_taken) return false;
  if (!over_.send_now("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n")) {
    close();
    return true;
  }
  start(unread);
  return true;
}

transport http2_connection::give_back() {
  phase_ = phase::closed;
  session_.end();
  owner_->gone(*this);
  return std::move(over_);
}

void http2_connection::handle(request& message, exchange open) {
  over_.describe(message);
  message.local_port = owner_->port;
  ++owner_->calls_of_handler;
  owner_->handle(message, std::move(open));
  --owner_->calls_of_handler;
}

response http2_connection::reject(int status) { return owner_->rejection_of(status, over_.remote); }

void http2_connection::read() {
  if (phase_ == phase::closed) return;
  over_.read(room_, [self = shared_from_this()](const error_code& failure, std::size_t bytes) {
    self->on_read(failure, bytes);
  });
}

void http2_connection::on_read(const error_code& failure, std::size_t bytes) {
  if (phase_ == phase::closed) return;
  if (failure) return close();
  if (phase_ == phase::open) receive({room_.data(), bytes});
  if (bytes == room_.size() && bytes < most_room) room_.resize(bytes * 2);
  read();
}

void http2_connection::receive(std::string_view bytes) {
  const auto self = shared_from_this();
  is_receiving_ = true;
  const bool can_go_on = session_.receive(bytes);
  is_receiving_ = false;
  if (phase_ != phase::open) return;
  send();
  if (!can_go_on && phase_ == phase::open) linger();
}

void http2_connection::wants_to_send() {
  if (is_receiving_ || is_writing_ || phase_ != phase::open || std::exchange(will_send_, true)) return;
  // Others may be answered in the same turn of the loop.
  owner_->loop.post([self = shared_from_this()] {
    self->will_send_ = false;
    self->send();
  });
}

void http2_connection::send() {
  if (is_writing_ || phase_ != phase::open) return;
  for (;;) {
    keep_small(out_, kept_output);
    session_.produce(out_, written_at_once);
    if (phase_ != phase::open) return;
    if (out_.empty()) break;
    if (!over_.seal(out_)) return close();
    const ssize_t sent = ::send(over_.socket.native_handle(), out_.data(), out_.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN && errno != EINTR) return close();
    sent_ = sent < 0 ? 0 : static_cast<std::size_t>(sent);
    if (sent_ < out_.size()) {
      is_writing_ = true;
      deadline_ = owner_->deadline_after(owner_->options.body_timeout);
      return write_rest();
    }
  }
  if (session_.is_over()) linger();
}

void http2_connection::write_rest() {
  over_.socket.async_write_some(boost::asio::const_buffer(out_.data() + sent_, out_.size() - sent_),
                                [self = shared_from_this()](const error_code& failure, std::size_t bytes) {
                                  if (self->phase_ == phase::closed) return;
                                  if (failure) return self->close();
                                  self->sent_ += bytes;
                                  if (self->sent_ < self->out_.size()) return self->write_rest();
                                  self->is_writing_ = false;
                                  self->deadline_ = steady_time::max();
                                  self->send();
                                });
}

// So that a last GOAWAY arrives: see the connection of HTTP/1. Streams end here.
void http2_connection::linger() {
  phase_ = phase::lingering;
  session_.end();
  deadline_ = owner_->deadline_after(lingering_time);
  if (!is_writing_) over_.shut_down();
}

void http2_connection::check_time(steady_time now) {
  if (now >= deadline_) return close();
  if (phase_ == phase::open) session_.check_time(now);
}

void http2_connection::drain() { session_.drain(); }

void http2_connection::close() {
  if (phase_ == phase::closed) return;
  const auto self = weak_from_this().lock();  // an exchange may be all that keeps it
  over_.close(phase_ == phase::open && !is_writing_);
  phase_ = phase::closed;
  session_.end();
  owner_->gone(*this);
}

}  // namespace lamina::http
