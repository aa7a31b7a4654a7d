#include "lamina/gateway/throttling/quota_counter.h"

#include <algorithm>

namespace lamina::gateway {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr std::uint64_t count_mask(int bits) noexcept { return (std::uint64_t{1} << bits) - 1; }

sys_days week_begin(sys_days day, int offset) noexcept {
  const unsigned since_sunday = std::chrono::weekday(day).c_encoding();
  return day - days((since_sunday + 7 - static_cast<unsigned>(offset)) % 7);
}

// API Gateway takes offsets up to 27, so every month has that day.
sys_days month_begin(sys_days day, int offset) noexcept {
  const std::chrono::year_month_day date(day);
  auto month = date.year() / date.month();
  if (static_cast<unsigned>(date.day()) <= static_cast<unsigned>(offset)) month -= std::chrono::months(1);
  return sys_days(month / std::chrono::day(static_cast<unsigned>(offset) + 1));
}

}  // namespace

std::int64_t period_begin(const config::quota& limit, system_time now) noexcept {
  const auto day = std::chrono::floor<days>(now);
  switch (limit.period) {
    case config::quota::span::week: return week_begin(day, limit.offset).time_since_epoch().count();
    case config::quota::span::month: return month_begin(day, limit.offset).time_since_epoch().count();
    case config::quota::span::day: break;
  }
  return day.time_since_epoch().count();
}

std::uint64_t quota_counter::pack(const usage& what) noexcept {
  const auto bounded = [](std::int64_t number, int bits) {
    return std::min(static_cast<std::uint64_t>(std::max<std::int64_t>(number, 0)), count_mask(bits));
  };
  return (bounded(what.period, 64 - count_bits) << count_bits) | bounded(what.count, count_bits);
}

quota_counter::usage quota_counter::unpack(std::uint64_t word) noexcept {
  return {static_cast<std::int64_t>(word >> count_bits), static_cast<std::int64_t>(word & count_mask(count_bits))};
}

// A clock that is set back does not begin a period anew.
bool quota_counter::take(system_time now) noexcept {
  const std::int64_t period = period_begin(limit_, now);
  std::uint64_t word = state_.load(std::memory_order_relaxed);
  for (;;) {
    usage next = unpack(word);
    if (period > next.period) next = {period, 0};
    if (next.count >= limit_.limit) return false;
    ++next.count;
    if (state_.compare_exchange_weak(word, pack(next), std::memory_order_relaxed)) return true;
  }
}

}  // namespace lamina::gateway
