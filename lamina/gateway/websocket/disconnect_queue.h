#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <optional>

#include "lamina/base/function.h"
#include "lamina/base/scheduler.h"
#include "lamina/function_pool/function.h"
#include "lamina/gateway/listener/internal/awaiting.h"

namespace lamina::gateway {

struct disconnect_queue_options {
  std::size_t max_at_once = 16;                     // invocations under way; the rest waits
  std::chrono::milliseconds first_wait{100};        // after an invocation that was not taken; doubles up to
  std::chrono::milliseconds longest_wait{5'000};    //
  std::chrono::milliseconds patience{300'000};      // not taken for so long: given up
  std::chrono::milliseconds last_patience{30'000};  // the same once hurry() was called, and from then on
};

// One event that must reach a function.
struct disconnect_delivery {
  function_pool::function* function = nullptr;
  std::chrono::milliseconds time_limit{};
  move_only_function<function_pool::invocation()> make_event{};  // asked when it goes out, once for each attempt
  // On the loop: what became of it; nothing when there was no answer in time. Throttled or unavailable: it was given
  // up.
  move_only_function<void(const std::optional<function_pool::invocation_result>&)> done{};
};

// Delivers the $disconnect events of one loop: as many at once as it may, so that a crowd that leaves does not take
// every instance from those who stay, and again, with growing pauses, while the function is throttled or cannot be
// started. An event is delivered once as soon as the function has taken it, whatever it makes of it.
//
// On the loop's thread; must outlive its deliveries: see size().
class disconnect_queue {
 public:
  explicit disconnect_queue(scheduler& loop, disconnect_queue_options options = {}) noexcept
      : loop_(loop), options_(options) {}

  void add(disconnect_delivery what);
  // The gateway is about to end: from now on the last patience counts.
  void hurry();
  // Those that wait and those under way.
  std::size_t size() const noexcept { return waiting_.size() + under_way_; }

 private:
  void start_more();
  internal::detached deliver(disconnect_delivery what);
  bool is_patient(steady_time since) const noexcept;

  scheduler& loop_;
  const disconnect_queue_options options_;
  std::deque<disconnect_delivery> waiting_;
  std::size_t under_way_ = 0;
  std::optional<steady_time> hurried_at_;
};

}  // namespace lamina::gateway
