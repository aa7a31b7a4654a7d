#include "lamina/http/internal/tls_handshake.h"

#include "lamina/http/internal/http1_connection.h"
#include "lamina/http/internal/http2_protocol.h"

namespace lamina::http {
namespace {

constexpr std::chrono::seconds time_while_draining{1};

// What nothing but TLS begins with is a record of the handshake; a letter is the method of a request.
bool is_cleartext(char first) { return (first >= 'A' && first <= 'Z') || (first >= 'a' && first <= 'z'); }

std::string for_cleartext() {
  const response told{.status = 400, .headers = {{"Content-Type", "text/plain"}}, .body = "This port speaks https.\n"};
  std::string bytes;
  write_head(bytes, told, 11, false);
  return bytes += told.body;
}

}  // namespace

tls_handshake::tls_handshake(std::shared_ptr<server::impl> owner, transport over)
    : owner_(std::move(owner)), over_(std::move(over)) {
  over_.tls = owner_->options.tls->open(owner_->options.http2 != nullptr);
  owner_->opened(*this);  // looks at the clock, if nobody else has lately
  deadline_ = owner_->deadline_after(owner_->options.handshake_timeout);
}

tls_handshake::~tls_handshake() {
  if (!is_over_) owner_->gone(*this);
}

// A client speaks first.
void tls_handshake::start() { read(); }

void tls_handshake::read() {
  const auto room = over_.tls->room();
  over_.socket.async_read_some(
      boost::asio::buffer(room.data(), room.size()),
      [self = shared_from_this(), first = room.data()](const boost::system::error_code& failure, std::size_t bytes) {
        if (self->is_over_) return;
        if (failure) return self->close();
        if (!std::exchange(self->has_begun_, true) && is_cleartext(*first)) return self->refuse_cleartext();
        self->over_.tls->commit(bytes);
        self->step();
      });
}

// For people who have mistaken the scheme: the rest of what they see would be a connection that is closed.
void tls_handshake::refuse_cleartext() {
  over_.tls.reset();
  over_.send_now(for_cleartext());
  over_.shut_down();
  close();
}

// What is to be sent is a few kilobytes: a client that leaves no room for them does not take answers either.
void tls_handshake::step() {
  const io_state came_to = over_.tls->handshake();
  const bool is_sent = over_.tls->output().empty() || over_.send_now({});
  if (!is_sent || (came_to != io_state::done && came_to != io_state::wants_read)) return close();
  if (came_to == io_state::wants_read) return read();
  become_connection();
}

void tls_handshake::become_connection() {
  if (over_.tls->speaks_http2()) {
    owner_->options.http2->start(owner_, std::move(over_), {});
    return close();
  }
  const auto next = std::make_shared<http1_connection>(owner_, std::move(over_));
  close();
  next->start();
  if (owner_->draining) next->drain();
}

void tls_handshake::check_time(steady_time now) {
  if (now >= deadline_) close();
}

void tls_handshake::drain() { deadline_ = std::min(deadline_, owner_->loop.now() + time_while_draining); }

void tls_handshake::close() {
  if (std::exchange(is_over_, true)) return;
  over_.close(false);
  owner_->gone(*this);
}

}  // namespace lamina::http
