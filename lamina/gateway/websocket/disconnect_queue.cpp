#include "lamina/gateway/websocket/disconnect_queue.h"

#include <algorithm>
#include <utility>

#include "lamina/gateway/internal/await_function.h"

namespace lamina::gateway {
namespace {

using answer = std::optional<function_pool::invocation_result>;

// The function did not see the event: it was throttled, or could not be started.
bool was_not_taken(const answer& got) {
  using function_pool::outcome;
  return got.has_value() && (got->outcome == outcome::throttled || got->outcome == outcome::unavailable);
}

auto invoke(disconnect_delivery& what, scheduler& loop) {
  return internal::await_function(*what.function, what.make_event(), loop, what.time_limit);
}

auto pause(scheduler& loop, std::chrono::milliseconds time) {
  return internal::await_callback<bool>(
      [&loop, time](auto done) { loop.call_after(time, [done = std::move(done)]() mutable { done(true); }); });
}

}  // namespace

void disconnect_queue::add(disconnect_delivery what) {
  waiting_.push_back(std::move(what));
  start_more();
}

void disconnect_queue::hurry() {
  if (!hurried_at_) hurried_at_ = loop_.now();
}

void disconnect_queue::start_more() {
  while (under_way_ < options_.max_at_once && !waiting_.empty()) {
    disconnect_delivery next = std::move(waiting_.front());
    waiting_.pop_front();
    ++under_way_;
    deliver(std::move(next));
  }
}

bool disconnect_queue::is_patient(steady_time since) const noexcept {
  const steady_time now = loop_.now();
  if (hurried_at_ && now - *hurried_at_ >= options_.last_patience) return false;
  return now - since < options_.patience;
}

internal::detached disconnect_queue::deliver(disconnect_delivery what) {
  const steady_time since = loop_.now();
  std::chrono::milliseconds wait = options_.first_wait;
  answer got = co_await invoke(what, loop_);
  while (was_not_taken(got) && is_patient(since)) {
    co_await pause(loop_, wait);
    wait = std::min(2 * wait, options_.longest_wait);
    got = co_await invoke(what, loop_);
  }
  --under_way_;
  what.done(got);
  start_more();
}

}  // namespace lamina::gateway
