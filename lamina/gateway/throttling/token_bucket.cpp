#include "lamina/gateway/throttling/token_bucket.h"

#include <algorithm>
#include <limits>

namespace lamina::gateway {
namespace {

constexpr std::int64_t second = 1'000'000'000;
// Fifty years: sums of a few such waits do not overflow.
constexpr std::int64_t most = 50LL * 365 * 24 * 3600 * second;

std::int64_t interval_of(double rate) noexcept {
  const double nanoseconds = static_cast<double>(second) / rate;
  return nanoseconds < static_cast<double>(most) ? std::max<std::int64_t>(1, static_cast<std::int64_t>(nanoseconds))
                                                 : most;
}

std::int64_t tolerance_of(const config::throttle& limit, std::int64_t interval) noexcept {
  if (!(limit.rate > 0) || limit.burst <= 0) return -1;
  const std::int64_t tokens = limit.burst - 1;
  return tokens > most / interval ? most : tokens * interval;
}

}  // namespace

token_bucket::token_bucket(const config::throttle& limit) noexcept
    : interval_(limit.rate > 0 ? interval_of(limit.rate) : most), tolerance_(tolerance_of(limit, interval_)) {}

bool token_bucket::take(steady_time now) noexcept {
  if (tolerance_ < 0) return false;
  const std::int64_t at = std::chrono::duration_cast<std::chrono::nanoseconds>(now.time_since_epoch()).count();
  std::int64_t full_at = full_at_.load(std::memory_order_relaxed);
  for (;;) {
    const std::int64_t begin = std::max(full_at, at);
    if (begin - at > tolerance_) return false;
    if (full_at_.compare_exchange_weak(full_at, begin + interval_, std::memory_order_relaxed)) return true;
  }
}

}  // namespace lamina::gateway
