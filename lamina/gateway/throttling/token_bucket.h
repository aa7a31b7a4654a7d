#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <limits>

#include "lamina/base/scheduler.h"
#include "lamina/config/service.h"

namespace lamina::gateway {

// Lets `rate` requests a second pass, and up to `burst` at once, as API Gateway's token bucket does: it holds at most
// `burst` tokens, is full at first, and gets `rate` new ones every second.
//
// One for all event loops: taking a token is one atomic exchange. All callers' clocks must be the same one
// (steady_clock). What is kept is not the number of tokens but the moment at which the bucket will be full again.
class token_bucket {
 public:
  explicit token_bucket(const config::throttle& limit) noexcept;

  // True when the request may pass; false costs no token.
  bool take(steady_time now) noexcept;

 private:
  const std::int64_t interval_;  // nanoseconds from one token to the next
  const std::int64_t
      tolerance_;  // how far ahead of now the moment may be that the bucket is full at; < 0: never passes
  std::atomic<std::int64_t> full_at_ = std::numeric_limits<std::int64_t>::min();
};

// May a request pass what it is throttled by: its route's bucket, then that of the account? Null: it is not there.
inline bool take_each(token_bucket* route, token_bucket* account, const scheduler& loop) noexcept {
  if (route == nullptr && account == nullptr) return true;
  const steady_time now = loop.now();
  return (route == nullptr || route->take(now)) && (account == nullptr || account->take(now));
}

}  // namespace lamina::gateway
