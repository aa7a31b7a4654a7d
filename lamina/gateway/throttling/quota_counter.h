#pragma once

#include <atomic>
#include <cstdint>

#include "lamina/base/scheduler.h"
#include "lamina/config/service.h"

namespace lamina::gateway {

// The day, counted from 1970-01-01 UTC, on which the quota's period that `now` lies in began.
std::int64_t period_begin(const config::quota& limit, system_time now) noexcept;

// How much of a quota is used up in the present period: a key's requests that passed. One for all event loops.
class quota_counter {
 public:
  explicit quota_counter(const config::quota& limit) noexcept : limit_(limit) {}

  // Counts a request; false, uncounted: the quota is used up.
  bool take(system_time now) noexcept;

  struct usage {
    std::int64_t period = 0;  // as period_begin()
    std::int64_t count = 0;
    friend bool operator==(const usage&, const usage&) = default;
  };
  usage used() const noexcept { return unpack(state_.load(std::memory_order_relaxed)); }
  // What a gateway counted before this one. Of a period that is over nothing remains. Before the first take().
  void restore(const usage& before) noexcept { state_.store(pack(before), std::memory_order_relaxed); }

 private:
  // Period and count in one word, so that they change together: 24 bits of days last until the year 47,000.
  static constexpr int count_bits = 40;
  static std::uint64_t pack(const usage& what) noexcept;
  static usage unpack(std::uint64_t word) noexcept;

  const config::quota limit_;
  std::atomic<std::uint64_t> state_ = 0;
};

}  // namespace lamina::gateway
