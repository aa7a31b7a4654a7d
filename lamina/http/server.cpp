#include "lamina/http/server.h"

#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <cstring>

#include "lamina/http/internal/exchange_peer.h"
#include "lamina/http/internal/http1_connection.h"
#include "lamina/http/internal/server_state.h"
#include "lamina/http/internal/tls_handshake.h"

namespace lamina::http {
namespace {

using boost::asio::ip::tcp;

constexpr int accepts_per_turn = 64;  // then others have their turn
constexpr std::chrono::milliseconds wait_for_descriptors{100};
constexpr std::chrono::seconds refusal_period{10};

std::chrono::milliseconds sweep_interval_for(const server_options& options) {
  using std::chrono::milliseconds;
  const auto shortest =
      std::min({options.handshake_timeout, options.header_timeout, options.body_timeout, options.idle_timeout});
  return std::clamp(shortest / 8, milliseconds(10), milliseconds(500));
}

void turn_on(int descriptor, int level, int option) {
  const int one = 1;
  ::setsockopt(descriptor, level, option, &one, sizeof one);
}

result<tcp::endpoint> endpoint_of(const server_options& options) {
  boost::system::error_code failure;
  const auto address = boost::asio::ip::make_address(options.host == "localhost" ? "127.0.0.1" : options.host, failure);
  if (failure) return error("cannot listen on \"" + options.host + "\": expected an IP address");
  return tcp::endpoint(address, options.port);
}

}  // namespace

server::impl::impl(net::event_loop& on, server_options with, handler handle_request, rejection make_rejection)
    : loop(on),
      options(std::move(with)),
      handle(std::move(handle_request)),
      reject(std::move(make_rejection)),
      acceptor(on.context()),
      sweep_interval(sweep_interval_for(options)) {}

error server::impl::cannot_listen(int reason) const {
  return error("cannot listen on " + options.host + ":" + std::to_string(options.port) + ": " +
               std::strerror(reason));  // NOLINT: one thread
}

result<void> server::impl::bind() {
  const auto endpoint = endpoint_of(options);
  if (!endpoint) return endpoint.error();
  // Not Asio's open(): its sockets are inherited by every child process.
  const int descriptor = ::socket(endpoint->protocol().family(), SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK,
                                  endpoint->protocol().protocol());
  if (descriptor < 0) return cannot_listen(errno);
  turn_on(descriptor, SOL_SOCKET, SO_REUSEADDR);
  if (options.reuse_port) turn_on(descriptor, SOL_SOCKET, SO_REUSEPORT);
  if (::bind(descriptor, endpoint->data(), static_cast<socklen_t>(endpoint->size())) != 0) {
    auto failure = cannot_listen(errno);
    ::close(descriptor);
    return failure;
  }
  boost::system::error_code failure;
  acceptor.assign(endpoint->protocol(), descriptor, failure);
  if (failure) return error("cannot listen on " + options.host + ": " + failure.message());
  port = acceptor.local_endpoint(failure).port();
  return {};
}

result<void> server::impl::listen() {
  if (!acceptor.is_open())
    if (auto bound = bind(); !bound) return bound;
  if (::listen(acceptor.native_handle(), SOMAXCONN) != 0) return cannot_listen(errno);
  accept_later();
  return {};
}

void server::impl::accept_later() {
  acceptor.async_wait(tcp::acceptor::wait_read, [self = shared_from_this()](const boost::system::error_code& failure) {
    if (failure || !self->acceptor.is_open()) return;
    auto last = acceptance::taken;
    for (int i = 0; i < accepts_per_turn && last == acceptance::taken; ++i) last = self->accept_one();
    if (last != acceptance::exhausted) return self->accept_later();
    // Out of descriptors or memory: who is waiting stays in the queue, and would wake us again at once.
    self->loop.call_after(wait_for_descriptors, [weak = self->weak_from_this()] {
      if (const auto still_there = weak.lock(); still_there && still_there->acceptor.is_open())
        still_there->accept_later();
    });
  });
}

server::impl::acceptance server::impl::accept_one() {
  tcp::endpoint peer;
  auto length = static_cast<socklen_t>(peer.capacity());
  const int descriptor = ::accept4(acceptor.native_handle(), peer.data(), &length, SOCK_CLOEXEC | SOCK_NONBLOCK);
  if (descriptor < 0) {
    if (errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS) {
      report_refusal(std::string(std::strerror(errno)) + "; new clients wait");  // NOLINT: one thread
      return acceptance::exhausted;
    }
    return errno == EAGAIN ? acceptance::none_waiting : acceptance::taken;  // else: that client has gone already
  }
  if (open >= options.max_connections) {
    ::close(descriptor);
    report_refusal("the most connections allowed; new clients are closed");
    return acceptance::taken;
  }
  turn_on(descriptor, IPPROTO_TCP, TCP_NODELAY);
  peer.resize(length);
  transport over{.socket = {loop.context(), peer.protocol(), descriptor}, .remote = peer.address().to_string()};
  if (options.tls)
    std::make_shared<tls_handshake>(shared_from_this(), std::move(over))->start();
  else
    std::make_shared<http1_connection>(shared_from_this(), std::move(over))->start();
  return acceptance::taken;
}

void server::impl::report_refusal(const std::string& why) {
  const steady_time now = loop.now();
  if (!refused || (reported_refusal_ && now - *reported_refusal_ < refusal_period)) return;
  reported_refusal_ = now;
  refused("port " + std::to_string(port) + " with " + std::to_string(open) + " connections: " + why);
}

bool server::impl::keep_unsent(std::size_t bytes) {
  if (bytes > options.max_unsent_bytes - unsent) {
    report_refusal("answers of " + std::to_string(unsent) + " bytes are not taken by their clients; no more are kept");
    return false;
  }
  unsent += bytes;
  return true;
}

void server::impl::accept_waiting() {
  for (std::size_t i = 0; i < SOMAXCONN && accept_one() == acceptance::taken; ++i) {
  }
}

response server::impl::rejection_of(int status, std::string_view client) {
  if (reject) return reject(status, client);
  return {.status = status, .headers = {{"Content-Type", "text/plain"}}, .body = error(status).message};
}

void server::impl::opened(served_client& one) {
  one.next = first;
  if (first != nullptr) first->previous = &one;
  first = &one;
  ++open;
  if (sweeping == 0) sweep();
}

void server::impl::gone(served_client& one) {
  if (one.next != nullptr) one.next->previous = one.previous;
  (one.previous != nullptr ? one.previous->next : first) = one.next;
  one.previous = one.next = nullptr;
  --open;
  check_drained();
}

void server::impl::sweep() {
  sweeping = 0;
  coarse_now = loop.now();
  for (served_client* one = first; one != nullptr && !closed;) {
    served_client* const after = one->next;
    one->check_time(coarse_now);
    one = after;
  }
  if (open == 0 || closed) return;
  sweeping = loop.call_after(sweep_interval, [self = weak_from_this()] {
    if (const auto still_there = self.lock()) still_there->sweep();
  });
}

void server::impl::flush() {
  for (served_client* one = first; one != nullptr;) {
    served_client* const after = one->next;
    one->flush();
    one = after;
  }
}

void server::impl::drain(move_only_function<void()> call) {
  drained = std::move(call);
  if (acceptor.is_open()) {
    accept_waiting();
    boost::system::error_code ignored;
    acceptor.close(ignored);
  }
  draining = true;
  for (served_client* one = first; one != nullptr;) {
    served_client* const after = one->next;
    one->drain();
    one = after;
  }
  check_drained();
}

void server::impl::check_drained() {
  if (draining && open == 0 && drained) loop.post(std::exchange(drained, {}));
}

void server::impl::shut_down() {
  closed = true;
  drained = {};
  boost::system::error_code ignored;
  acceptor.close(ignored);
  if (sweeping != 0) loop.cancel(sweeping);
  while (first != nullptr) first->close();
  // What the handler owns goes with the server, unless it is the handler that destroys the server.
  if (calls_of_handler == 0) handle = {};
}

server::server(net::event_loop& loop, server_options options, handler handle, rejection reject)
    : impl_(std::make_shared<impl>(loop, std::move(options), std::move(handle), std::move(reject))) {}

server::~server() { impl_->shut_down(); }

result<void> server::bind() { return impl_->bind(); }
result<void> server::listen() { return impl_->listen(); }

std::uint16_t server::port() const noexcept { return impl_->port; }

std::size_t server::connections() const noexcept { return impl_->open; }

void server::on_refusal(move_only_function<void(std::string_view)> call) { impl_->refused = std::move(call); }

void server::flush() { impl_->flush(); }

void server::drain(move_only_function<void()> drained) { impl_->drain(std::move(drained)); }

exchange& exchange::operator=(exchange&& other) noexcept {
  if (this != &other) {
    if (peer_) peer_->abandon();
    peer_ = std::move(other.peer_);
  }
  return *this;
}

exchange::~exchange() {
  if (peer_) peer_->abandon();
}

void exchange::answer(const response& message) {
  if (const auto open = std::exchange(peer_, nullptr)) open->answer(message);
}

void exchange::answer_raw(std::string bytes, bool keep_alive, bool may_wait) {
  if (const auto open = std::exchange(peer_, nullptr)) open->answer_raw(std::move(bytes), keep_alive, may_wait);
}

void exchange::on_disconnect(move_only_function<void()> call) {
  if (peer_) peer_->set_on_disconnect(std::move(call));
}

detached_socket exchange::detach() {
  const auto open = std::exchange(peer_, nullptr);
  return open ? open->detach() : detached_socket{};
}

bool exchange::keeps_alive() const noexcept { return peer_ && peer_->keeps_alive(); }

}  // namespace lamina::http
