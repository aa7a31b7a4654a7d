#include "lamina/websocket/session.h"

#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>

#include "lamina/websocket/internal/connection.h"
#include "lamina/websocket/internal/session_set_state.h"

namespace lamina::websocket {
namespace {

connection& by_time(link& one) { return static_cast<connection&>(static_cast<ordered_by_time&>(one)); }
connection& by_age(link& one) { return static_cast<connection&>(static_cast<ordered_by_age&>(one)); }

}  // namespace

session_set::state::state(net::event_loop& on, session_limits with)
    : loop(on),
      limits(with),
      ready(on.context(), ::epoll_create1(EPOLL_CLOEXEC)),
      buffer(std::make_unique_for_overwrite<char[]>(read_size)) {}

session_set::state::instant session_set::state::now() const {
  if (in_turn_) return turn_;
  return {.steady = loop.now(), .wall = loop.wall_clock()};
}

bool session_set::state::watch(connection& one, int descriptor, std::uint32_t events) noexcept {
  epoll_event wanted{.events = events, .data = {.ptr = &one}};
  return ::epoll_ctl(ready.native_handle(), EPOLL_CTL_ADD, descriptor, &wanted) == 0;
}

void session_set::state::change(connection& one, int descriptor, std::uint32_t events) noexcept {
  epoll_event wanted{.events = events, .data = {.ptr = &one}};
  ::epoll_ctl(ready.native_handle(), EPOLL_CTL_MOD, descriptor, &wanted);
}

// Not left to close(): a child process that is just being started has the socket too, so its events would go on.
void session_set::state::unwatch(int descriptor) noexcept {
  ::epoll_ctl(ready.native_handle(), EPOLL_CTL_DEL, descriptor, nullptr);
}

void session_set::state::wait() {
  ready.async_wait(decltype(ready)::wait_read, [weak = weak_from_this()](const boost::system::error_code& failure) {
    const auto self = weak.lock();
    if (failure || !self) return;
    self->turn();
    self->wait();
  });
}

void session_set::state::turn() {
  const int count = ::epoll_wait(ready.native_handle(), batch_.data(), static_cast<int>(batch_.size()), 0);
  if (count <= 0) return;
  turn_ = now();
  in_turn_ = true;
  rest_ = std::span(batch_).first(static_cast<std::size_t>(count));
  while (!rest_.empty()) {
    const epoll_event one = rest_.front();
    rest_ = rest_.subspan(1);
    if (one.data.ptr != nullptr) static_cast<connection*>(one.data.ptr)->on_events(one.events);
  }
  in_turn_ = false;
}

void session_set::state::read_later(connection& one) {
  unread_.push_back(&one);
  loop.post([weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->read_unread();
  });
}

void session_set::state::read_unread() {
  if (unread_.empty()) return;  // its connection has gone
  connection& one = *unread_.front();
  unread_.pop_front();
  one.read_unread();
}

void session_set::state::tell_later(connection& one) {
  ended.push_back(static_cast<ordered_by_time&>(one));
  if (std::exchange(telling_, true)) return;
  loop.post([weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->tell_closed();
  });
}

void session_set::state::tell_closed() {
  telling_ = false;
  while (!ended.is_empty()) {
    connection& one = by_time(ended.front());
    static_cast<ordered_by_time&>(one).remove();
    one.tell_closed();
  }
}

void session_set::state::forget(connection& one) noexcept {
  --size;
  for (epoll_event& event : rest_)
    if (event.data.ptr == &one) event.data.ptr = nullptr;
  std::erase(unread_, &one);
}

void session_set::state::set_alarm() {
  auto next = steady_time::max();
  if (!active.is_empty()) next = std::min(next, by_time(active.front()).last_active() + limits.idle_timeout);
  if (!aged.is_empty()) next = std::min(next, by_age(aged.front()).opened() + limits.total_timeout);
  if (!closing.is_empty()) next = std::min(next, by_time(closing.front()).last_active() + limits.close_timeout);
  if (next == steady_time::max() || (alarm_ != 0 && alarm_at_ <= next)) return;
  if (alarm_ != 0) loop.cancel(alarm_);
  alarm_at_ = next;
  alarm_ = loop.call_at(next, [weak = weak_from_this()] {
    const auto self = weak.lock();
    if (!self) return;
    self->alarm_ = 0;
    self->check_times();
    self->set_alarm();
  });
}

void session_set::state::check_times() {
  const steady_time time = loop.now();
  while (!active.is_empty() && by_time(active.front()).last_active() + limits.idle_timeout <= time)
    by_time(active.front()).close(1001, "Going away");
  while (!aged.is_empty() && by_age(aged.front()).opened() + limits.total_timeout <= time)
    by_age(aged.front()).close(1001, "Going away");
  while (!closing.is_empty() && by_time(closing.front()).last_active() + limits.close_timeout <= time)
    by_time(closing.front()).give_up();
}

session_set::session_set(net::event_loop& loop, session_limits limits) : state_(std::make_shared<state>(loop, limits)) {
  state_->wait();
}

session_set::~session_set() = default;

std::unique_ptr<session> session_set::open(http::detached_socket socket, std::string greeting, session_owner& owner) {
  if (socket.descriptor < 0) return nullptr;
  auto one = std::make_unique<connection>(*state_, socket.descriptor, owner);
  if (!one->start(std::move(greeting), std::move(socket.unread))) return nullptr;
  return one;
}

std::size_t session_set::size() const noexcept { return state_->size; }

const session_limits& session_set::limits() const noexcept { return state_->limits; }

}  // namespace lamina::websocket
