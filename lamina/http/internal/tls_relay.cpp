#include "lamina/http/internal/tls_relay.h"

#include <poll.h>
#include <sys/socket.h>

#include <boost/asio/error.hpp>
#include <boost/asio/write.hpp>

namespace lamina::http {
namespace {

using boost::system::error_code;

constexpr std::size_t read_size = 16 * 1024;
constexpr std::chrono::seconds lingering_time{2};

}  // namespace

int tls_relay::start(std::shared_ptr<server::impl> owner, transport over) {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends.data()) != 0) return -1;
  const auto made = std::make_shared<tls_relay>(std::move(owner), std::move(over), ends[0]);
  made->from_client();
  made->from_owner();
  return ends[1];
}

tls_relay::tls_relay(std::shared_ptr<server::impl> owner, transport over, int descriptor)
    : owner_(std::move(owner)),
      over_(std::move(over)),
      inner_(owner_->loop.context(), boost::asio::local::stream_protocol(), descriptor) {
  owner_->opened(*this);
}

tls_relay::~tls_relay() {
  if (!is_closed_) owner_->gone(*this);
}

void tls_relay::from_client() {
  over_.read(came_, [self = shared_from_this()](const error_code& failure, std::size_t bytes) {
    if (self->is_closed_) return;
    if (!failure) return self->to_owner(bytes);
    self->client_ended_ = true;
    if (failure != boost::asio::error::eof || self->owner_ended_) return self->close();
    error_code ignored;
    self->inner_.shutdown(boost::asio::socket_base::shutdown_send, ignored);
  });
}

void tls_relay::to_owner(std::size_t bytes) {
  if (owner_left_) return from_client();
  boost::asio::async_write(inner_, boost::asio::buffer(came_.data(), bytes),
                           [self = shared_from_this()](const error_code& failure, std::size_t) {
                             if (self->is_closed_) return;
                             if (failure) self->owner_left_ = true;
                             self->from_client();
                           });
}

void tls_relay::from_owner() {
  goes_.resize(read_size);
  inner_.async_read_some(boost::asio::buffer(goes_),
                         [self = shared_from_this()](const error_code& failure, std::size_t bytes) {
                           if (self->is_closed_) return;
                           if (failure) return self->end_of_owner();
                           self->goes_.resize(bytes);
                           if (!self->over_.seal(self->goes_)) return self->close();
                           self->to_client();
                         });
}

void tls_relay::to_client() {
  is_writing_ = true;
  boost::asio::async_write(over_.socket, boost::asio::buffer(goes_),
                           [self = shared_from_this()](const error_code& failure, std::size_t) {
                             if (self->is_closed_) return;
                             self->is_writing_ = false;
                             if (failure) return self->close();
                             self->from_owner();
                           });
}

void tls_relay::end_of_owner() {
  owner_ended_ = true;
  if (client_ended_) return close();
  over_.shut_down();
  deadline_ = owner_->deadline_after(lingering_time);
}

// An owner that leaves while the client takes nothing is not heard of otherwise.
void tls_relay::check_time(steady_time now) {
  if (is_writing_ && deadline_ == steady_time::max()) {
    pollfd end{.fd = inner_.native_handle(), .events = 0, .revents = 0};
    if (::poll(&end, 1, 0) > 0) deadline_ = owner_->deadline_after(lingering_time);
  }
  if (now >= deadline_) close();
}

void tls_relay::close() {
  if (std::exchange(is_closed_, true)) return;
  over_.close(!is_writing_);
  error_code ignored;
  inner_.close(ignored);
  owner_->gone(*this);
}

}  // namespace lamina::http
