#include "lamina/http/internal/http1_connection.h"

#include <sys/socket.h>
#include <sys/uio.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>

#include "lamina/base/keep_small.h"
#include "lamina/http/internal/http2_protocol.h"
#include "lamina/http/internal/tls_relay.h"

namespace lamina::http {
namespace {

using boost::system::error_code;

constexpr std::size_t kept_output = 64 * 1024;  // what a large answer needed beyond this is given back
constexpr std::chrono::seconds lingering_time{2};
constexpr std::chrono::seconds first_request_time{1};  // while draining

// Where the bytes of a client go that is no longer listened to.
std::span<char> rubbish() {
  thread_local std::array<char, 16 * 1024> bytes;
  return bytes;
}

}  // namespace

http1_connection::http1_connection(std::shared_ptr<server::impl> owner, transport over)
    : owner_(std::move(owner)),
      over_(std::move(over)),
      reader_(owner_->options.max_header_bytes, owner_->options.max_body_bytes) {
  owner_->opened(*this);
}

http1_connection::~http1_connection() {
  owner_->forget_unsent(unsent_);
  if (phase_ != phase::closed) owner_->gone(*this);
}

void http1_connection::start() { run(); }

bool http1_connection::keeps_alive() const noexcept {
  return phase_ == phase::handling && reader_.keep_alive() && !owner_->draining;
}

// Works off what has arrived; requests that are answered at once are a loop here, not a recursion.
void http1_connection::run() {
  if (running_) return;
  const auto self = shared_from_this();
  running_ = true;
  while (phase_ == phase::receiving) {
    const auto state = reader_.advance();
    if (state == request_reader::state::ready) {
      dispatch();
    } else if (state == request_reader::state::failed) {
      if (!become_http2()) refuse(reader_.failure_status());
    } else {
      wait_for_more(state);
      break;
    }
  }
  running_ = false;
  // Behind a request that is being answered: to notice the client's going. Not when it has sent more already: those
  // bytes must stay where they are.
  if (phase_ == phase::handling && !upgrades_ && reader_.unread().empty()) read();
}

void http1_connection::wait_for_more(request_reader::state state) {
  if (state != waiting_for_) {
    waiting_for_ = state;
    const server_options& options = owner_->options;
    deadline_ = owner_->deadline_after(state == request_reader::state::idle   ? options.idle_timeout
                                       : state == request_reader::state::head ? options.header_timeout
                                                                              : options.body_timeout);
  }
  flush();  // what has come of the next request may be all for now
  if (phase_ == phase::closed) return;
  if (end_of_input_ || (owner_->draining && state == request_reader::state::idle && !fresh_)) return close();
  if (state == request_reader::state::body && reader_.expects_continue() && !said_continue_) say_continue();
  if (phase_ == phase::receiving) read();
}

// What begins a connection of HTTP/2 is no request of HTTP/1: looked at only when there is something to refuse.
bool http1_connection::become_http2() {
  const auto& http2 = owner_->options.http2;
  if (!http2 || over_.tls || !fresh_ || !reader_.unread().starts_with("PRI * HTTP/2.0\r\n\r\n")) return false;
  http2->start(owner_, std::move(over_), reader_.unread());
  close();
  return true;
}

bool http1_connection::upgrade_to_http2(const request& message) {
  const auto& http2 = owner_->options.http2;
  if (!http2 || over_.tls || owner_->draining || !http2->upgrade(owner_, over_, message, reader_.unread()))
    return false;
  close();
  return true;
}

void http1_connection::dispatch() {
  phase_ = phase::handling;
  waiting_for_ = request_reader::state::ready;
  deadline_ = steady_time::max();
  fresh_ = said_continue_ = false;
  request message = reader_.message();
  upgrades_ = !message.find("upgrade").empty();
  if (upgrades_ && upgrade_to_http2(message)) return;
  over_.describe(message);
  message.local_port = owner_->port;
  ++owner_->calls_of_handler;
  owner_->handle(message, exchange(shared_from_this()));
  --owner_->calls_of_handler;
}

void http1_connection::refuse(int status) {
  phase_ = phase::handling;
  keep_ = false;
  const response message = owner_->rejection_of(status, over_.remote);
  out_.clear();
  write_head(out_, message, 11, false);
  send(message.body);
}

void http1_connection::read() {
  if (reading_ || end_of_input_) return;
  const auto room = phase_ == phase::lingering ? rubbish() : reader_.room();
  if (room.empty()) return;
  reading_ = true;
  over_.read(room, [self = shared_from_this()](const error_code& failure, std::size_t bytes) {
    self->on_read(failure, bytes);
  });
}

void http1_connection::on_read(const error_code& failure, std::size_t bytes) {
  reading_ = false;
  if (phase_ == phase::closed) return;
  if (failure == boost::asio::error::eof) return on_end_of_input();
  if (failure) {
    call_on_disconnect();
    return close();
  }
  if (phase_ == phase::lingering) return read();
  reader_.commit(bytes);
  if (phase_ == phase::receiving) run();
}

void http1_connection::on_end_of_input() {
  end_of_input_ = true;
  if (phase_ == phase::handling) return call_on_disconnect();
  if (phase_ != phase::writing) close();
}

void http1_connection::call_on_disconnect() {
  if (phase_ != phase::handling || !on_disconnect_) return;
  auto call = std::move(on_disconnect_);
  call();
}

void http1_connection::set_on_disconnect(move_only_function<void()> call) {
  if (phase_ == phase::handling && !end_of_input_) {
    on_disconnect_ = std::move(call);
  } else if (phase_ == phase::handling || phase_ == phase::closed) {
    owner_->loop.post(std::move(call));
  }
}

// A client that leaves no room for 25 bytes does not take answers either.
void http1_connection::say_continue() {
  said_continue_ = true;
  if (!over_.send_now("HTTP/1.1 100 Continue\r\n\r\n")) close();
}

void http1_connection::answer(const response& message) {
  if (phase_ != phase::handling) return;
  keep_ = keeps_alive();
  out_.clear();
  write_head(out_, message, reader_.message().version, keep_);
  send(has_body(message.status) && reader_.message().method != "HEAD" ? std::string_view(message.body)
                                                                      : std::string_view());
}

void http1_connection::answer_raw(std::string bytes, bool keep_alive, bool may_wait) {
  if (phase_ != phase::handling) return;
  keep_ = keep_alive && keeps_alive();
  if (may_wait && keep_ && !over_.tls && !reader_.unread().empty()) {
    held_ += bytes;
    return finish_answer();
  }
  out_ = std::move(bytes);
  send({});
}

// Sends head and body in one call; only what the client does not take at once is copied and waited for.
void http1_connection::send(std::string_view body) {
  if (over_.tls) {
    out_ += std::exchange(body, {});
    if (!over_.seal(out_)) return close();
  }
  std::array<iovec, 3> parts = {iovec{held_.data(), held_.size()}, iovec{out_.data(), out_.size()},
                                iovec{const_cast<char*>(body.data()), body.size()}};
  const std::size_t first = held_.empty() ? 1 : 0;
  msghdr message{};
  message.msg_iov = parts.data() + first;
  message.msg_iovlen = (body.empty() ? 2 : 3) - first;
  ssize_t sent = ::sendmsg(over_.socket.native_handle(), &message, MSG_DONTWAIT | MSG_NOSIGNAL);
  if (sent < 0) {
    if (errno != EAGAIN && errno != EINTR) return close();
    sent = 0;
  }
  const auto taken = static_cast<std::size_t>(sent);
  const bool is_all = taken == held_.size() + out_.size() + body.size();
  if (!held_.empty() && !is_all) out_.insert(0, held_);
  held_.clear();
  if (is_all) return finish_answer();
  sent_ = std::min(taken, out_.size());
  const std::size_t rest = out_.size() - sent_ + body.size() - (taken - sent_);
  if (!owner_->keep_unsent(rest)) return close();
  unsent_ = rest;
  out_.append(body.substr(taken - sent_));
  phase_ = phase::writing;
  deadline_ = owner_->deadline_after(owner_->options.body_timeout);
  write_rest();
}

// What the client does not take now stays for the next time.
void http1_connection::flush() {
  if (held_.empty() || phase_ == phase::writing || phase_ == phase::closed) return;
  const ssize_t sent = ::send(over_.socket.native_handle(), held_.data(), held_.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  if (sent > 0) held_.erase(0, static_cast<std::size_t>(sent));
  if (sent < 0 && errno != EAGAIN && errno != EINTR) close();
}

void http1_connection::write_rest() {
  over_.socket.async_write_some(boost::asio::const_buffer(out_.data() + sent_, out_.size() - sent_),
                                [self = shared_from_this()](const error_code& failure, std::size_t bytes) {
                                  if (self->phase_ == phase::closed) return;
                                  if (failure) return self->close();
                                  self->sent_ += bytes;
                                  if (self->sent_ < self->out_.size()) return self->write_rest();
                                  self->finish_answer();
                                });
}

void http1_connection::finish_answer() {
  owner_->forget_unsent(std::exchange(unsent_, 0));
  on_disconnect_ = {};
  keep_small(out_, kept_output);
  const bool failed = reader_.current() != request_reader::state::ready;  // refused: input of unknown length
  if (!failed) reader_.consume();
  if (!keep_) return failed || !reader_.unread().empty() ? linger() : close();
  phase_ = phase::receiving;
  // A read that waits behind the request goes on as the read of the next one.
  if (!reading_) return run();
  wait_for_more(request_reader::state::idle);
}

// Closing a socket with unread bytes resets it, and the client may lose the answer: say "no more" and wait for its end.
void http1_connection::linger() {
  phase_ = phase::lingering;
  deadline_ = owner_->deadline_after(lingering_time);
  over_.shut_down();
  if (end_of_input_) return close();
  read();
}

void http1_connection::abandon() {
  flush();
  if (phase_ == phase::handling) close();
}

detached_socket http1_connection::detach() {
  flush();
  if (phase_ != phase::handling) return {};
  detached_socket taken{.descriptor = -1, .unread = std::string(reader_.unread())};
  if (over_.tls) {
    error_code ignored;
    over_.socket.cancel(ignored);
    taken.descriptor = tls_relay::start(owner_, std::move(over_));
  } else {
    error_code failure;
    const int descriptor = over_.socket.release(failure);
    if (!failure) taken.descriptor = descriptor;
  }
  close();
  return taken;
}

void http1_connection::check_time(steady_time now) {
  flush();
  if (now < deadline_ || phase_ == phase::closed) return;
  if (phase_ == phase::receiving && waiting_for_ != request_reader::state::idle) return refuse(408);
  close();
}

void http1_connection::drain() {
  flush();
  if (phase_ != phase::receiving || reader_.current() != request_reader::state::idle) return;
  if (fresh_) {
    deadline_ = std::min(deadline_, owner_->loop.now() + first_request_time);
    return;
  }
  // A request that has reached this machine is not lost.
  char byte = 0;
  if (::recv(over_.socket.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) <= 0) close();
}

void http1_connection::close() {
  if (phase_ == phase::closed) return;
  over_.close(phase_ != phase::writing);
  phase_ = phase::closed;
  owner_->forget_unsent(std::exchange(unsent_, 0));
  const auto dropped = std::move(on_disconnect_);
  owner_->gone(*this);
}

}  // namespace lamina::http
