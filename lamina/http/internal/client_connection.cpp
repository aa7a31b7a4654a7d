#include "lamina/http/internal/client_connection.h"

#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <cstring>

namespace lamina::http {
namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

// -1 and errno when it cannot be made. Not Asio's open(): its sockets are inherited by every child process.
int connecting_socket(const tcp::endpoint& to, int& failure) {
  const int descriptor =
      ::socket(to.protocol().family(), SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, to.protocol().protocol());
  failure = descriptor < 0 ? errno : 0;
  if (descriptor < 0) return -1;
  const int one = 1;
  ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  if (::connect(descriptor, to.data(), static_cast<socklen_t>(to.size())) != 0 && errno != EINPROGRESS) failure = errno;
  return descriptor;
}

}  // namespace

client_connection::client_connection(std::shared_ptr<client::impl> owner, client_origin& origin)
    : owner_(std::move(owner)),
      origin_(&origin),
      socket_(owner_->loop.context()),
      reader_(owner_->options.max_header_bytes, owner_->options.max_response_bytes) {
  ++owner_->open;
}

client_connection::~client_connection() = default;

void client_connection::open(std::shared_ptr<client_call> first) {
  call_ = std::move(first);
  call_->carrier = this;
  connect_deadline_ = owner_->loop.call_after(owner_->options.connect_timeout, [weak = weak_from_this()] {
    const auto self = weak.lock();
    if (!self || self->phase_ == phase::closed) return;
    self->connect_deadline_ = 0;
    self->fail_to_connect(client_error::timed_out, "the connection timed out");
  });
  connect_next();
}

void client_connection::connect_next() {
  while (next_address_ < origin_->addresses.size()) {
    const tcp::endpoint to = origin_->addresses[next_address_++];
    int failure = 0;
    const int descriptor = connecting_socket(to, failure);
    error_code ignored;
    if (descriptor >= 0) socket_.close(ignored), socket_.assign(to.protocol(), descriptor, ignored);
    if (failure == 0) {
      socket_.async_wait(tcp::socket::wait_write, [self = shared_from_this(), descriptor](const error_code& aborted) {
        if (aborted || self->phase_ != phase::connecting) return;
        int outcome = 0;
        socklen_t size = sizeof outcome;
        ::getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &outcome, &size);
        self->on_connected(outcome);
      });
      return;
    }
    last_failure_ = std::strerror(failure);  // NOLINT: a known number
  }
  // Not inside send().
  owner_->loop.post([self = shared_from_this()] {
    if (self->phase_ == phase::connecting) self->fail_to_connect(client_error::refused, self->last_failure_);
  });
}

void client_connection::on_connected(int failure) {
  if (failure != 0) {
    last_failure_ = std::strerror(failure);  // NOLINT: a known number
    return connect_next();
  }
  if (!origin_->where.is_secure) return established();
  auto context = owner_->tls();
  if (!context) return fail_to_connect(client_error::tls, context.error().message);
  tls_.emplace(*std::move(context), socket_.native_handle(), origin_->where.host);
  phase_ = phase::securing;
  secure();
}

void client_connection::secure() {
  switch (tls_->handshake()) {
    case io_state::done: return established();
    case io_state::wants_read: return wait_to_read();
    case io_state::wants_write: return wait_to_write();
    case io_state::closed:
    case io_state::failed: return fail_to_connect(client_error::tls, tls_->failure());
  }
}

void client_connection::established() {
  owner_->loop.cancel(std::exchange(connect_deadline_, 0));
  is_established_ = true;
  ++origin_->established;
  phase_ = phase::idle;
  carry(std::move(call_));
}

void client_connection::carry(std::shared_ptr<client_call> call) {
  call_ = std::move(call);
  call_->carrier = this;
  phase_ = phase::exchanging;
  reader_.expect_no_body(call_->is_head);
  sent_ = 0;
  send_failed_ = false;
  if (tls_) joined_ = call_->body ? call_->head + *call_->body : call_->head;
  send();
  if (phase_ == phase::exchanging) wait_to_read();
}

io_result client_connection::send_some() {
  if (tls_) return tls_->write(std::string_view(joined_).substr(sent_));
  const std::string_view head = std::string_view(call_->head).substr(std::min(sent_, call_->head.size()));
  const std::string_view body =
      call_->body ? std::string_view(*call_->body).substr(sent_ > call_->head.size() ? sent_ - call_->head.size() : 0)
                  : std::string_view();
  std::array<iovec, 2> parts = {iovec{const_cast<char*>(head.data()), head.size()},
                                iovec{const_cast<char*>(body.data()), body.size()}};
  msghdr message{};
  message.msg_iov = parts.data();
  message.msg_iovlen = parts.size();
  const ssize_t sent = ::sendmsg(socket_.native_handle(), &message, MSG_DONTWAIT | MSG_NOSIGNAL);
  if (sent >= 0) return {io_state::done, static_cast<std::size_t>(sent)};
  return {errno == EAGAIN || errno == EINTR ? io_state::wants_write : io_state::failed, 0};
}

// Sends what the peer takes. When it takes nothing any more, it may have answered before: the reading side tells.
void client_connection::send() {
  const std::size_t whole = call_->head.size() + (call_->body ? call_->body->size() : 0);
  while (sent_ < whole && !send_failed_) {
    const io_result did = send_some();
    sent_ += did.bytes;
    if (did.state == io_state::wants_write) return wait_to_write();
    if (did.state == io_state::wants_read) return;  // goes on when the bytes are here
    send_failed_ = did.state != io_state::done;
  }
}

void client_connection::wait_to_write() {
  if (std::exchange(writing_, true)) return;
  socket_.async_wait(tcp::socket::wait_write, [self = shared_from_this()](const error_code& failure) {
    self->writing_ = false;
    if (failure || self->phase_ == phase::closed) return;
    // With TLS what waited may have been a handshake, a write or a read.
    if (self->tls_) return self->on_readable();
    if (self->phase_ == phase::exchanging) self->send();
  });
}

// Always under way while there is a connection, so that the end of an idle one is noticed. With TLS the bytes are
// OpenSSL's to read.
void client_connection::wait_to_read() {
  if (std::exchange(reading_, true)) return;
  if (tls_) {
    socket_.async_wait(tcp::socket::wait_read, [self = shared_from_this()](const error_code& failure) {
      self->reading_ = false;
      if (!failure && self->phase_ != phase::closed) self->on_readable();
    });
    return;
  }
  const auto room = reader_.room();
  socket_.async_read_some(boost::asio::mutable_buffer(room.data(), room.size()),
                          [self = shared_from_this()](const error_code& failure, std::size_t bytes) {
                            self->reading_ = false;
                            if (self->phase_ != phase::closed) self->on_bytes(failure, bytes);
                          });
}

void client_connection::on_bytes(const error_code& failure, std::size_t bytes) {
  if (failure) return on_end(failure == boost::asio::error::eof);
  if (take_in(bytes)) wait_to_read();
}

void client_connection::on_readable() {
  if (phase_ == phase::securing) return secure();
  if (phase_ == phase::exchanging) send();  // a write of TLS may have waited for this
  for (;;) {
    const io_result did = tls_->read(reader_.room());
    if (did.state == io_state::closed || did.state == io_state::failed) return on_end(did.state == io_state::closed);
    if (did.state == io_state::wants_write) return wait_to_write();
    if (did.state == io_state::wants_read) return wait_to_read();
    if (!take_in(did.bytes)) return;
  }
}

// False: the connection is closed.
bool client_connection::take_in(std::size_t bytes) {
  reader_.commit(bytes);
  if (phase_ == phase::idle) {  // an answer nobody asked for, such as 408
    close();
    return false;
  }
  const auto state = reader_.advance();
  if (state == response_reader::state::failed) {
    fail(client_error::bad_response, "did not answer in HTTP, or beyond the limits");
  } else if (state == response_reader::state::ready) {
    answered();
  }
  return phase_ != phase::closed;
}

void client_connection::on_end(bool properly) {
  if (phase_ == phase::idle) return close();
  const bool unanswered = reader_.advance() == response_reader::state::waiting;
  if (properly && !unanswered && reader_.end_of_input() == response_reader::state::ready) return answered();
  if (!unanswered || !was_used_ || call_->was_repeated)
    return fail(client_error::reset,
                unanswered ? "closed the connection without an answer" : "closed the connection within its answer");
  // It was closed while it was idle, as a server may; the request has crossed with the news.
  const auto self = shared_from_this();
  owner_->repeat(*origin_, abandon());
}

void client_connection::answered() {
  const auto self = shared_from_this();
  const auto call = std::exchange(call_, nullptr);
  call->carrier = nullptr;
  const bool is_kept =
      reader_.keep_alive() && !send_failed_ && sent_ == call->head.size() + (call->body ? call->body->size() : 0);
  was_used_ = true;
  owner_->answer(*call, reader_.message());
  if (phase_ == phase::closed) return;  // the client has gone, or the call was given up meanwhile
  reader_.consume();
  if (!is_kept || reader_.advance() != response_reader::state::waiting) return close();
  phase_ = phase::idle;
  idle_since_ = owner_->loop.now();
  owner_->became_idle(*origin_, *this);
}

void client_connection::fail(std::string_view name, std::string_view what) {
  const auto self = shared_from_this();
  error failure = client_failure(name, origin_->name, what);
  if (const auto call = abandon()) owner_->answer(*call, std::move(failure));
}

void client_connection::fail_to_connect(std::string_view name, std::string_view what) {
  const auto self = shared_from_this();
  const error failure = client_failure(name, origin_->name, what);
  owner_->could_not_connect(*origin_, abandon(), failure);
}

std::shared_ptr<client_call> client_connection::abandon() {
  auto call = std::exchange(call_, nullptr);
  if (call) call->carrier = nullptr;
  close();
  return call;
}

void client_connection::close() {
  if (phase_ == phase::closed) return;
  const auto self = shared_from_this();
  phase_ = phase::closed;
  --owner_->open;
  if (is_established_) --origin_->established;
  if (connect_deadline_ != 0) owner_->loop.cancel(std::exchange(connect_deadline_, 0));
  tls_.reset();
  error_code ignored;
  socket_.close(ignored);
  owner_->ended(*origin_, *this);
}

}  // namespace lamina::http
