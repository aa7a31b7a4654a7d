#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "lamina/base/function.h"

namespace lamina::net {

// Timers by tick: adding and removing one costs a few list links, whatever their number. Timers more than `slot_count`
// ticks ahead share a slot with nearer ones and are looked at once per turn of the wheel.
//
// Knows no clock; used by one thread.
class timer_wheel {
 public:
  using tick = std::uint64_t;
  using id = std::uint64_t;  // never 0

  timer_wheel();

  // Due when advance() reaches `when`; a tick of the past is due at the next advance().
  id add(tick when, move_only_function<void()> work);
  // Unknown and spent ids are ignored.
  void remove(id which);
  // Runs everything due up to `now`, a tick's timers in the order they were added. Work may add and remove timers.
  void advance(tick now);
  // Not later than the next timer is due; nothing when there is none.
  std::optional<tick> next_wake_up() const;
  // Drops all work.
  void clear();

  bool empty() const noexcept { return count_ == 0; }

 private:
  static constexpr std::size_t slot_count = 1024;
  static constexpr std::uint32_t none = 0xffffffff;

  struct node {
    tick when = 0;
    move_only_function<void()> work;
    std::uint32_t generation = 1;
    std::uint32_t previous = none;
    std::uint32_t next = none;
    bool linked = false;
  };
  struct slot {
    std::uint32_t first = none;
    std::uint32_t last = none;
  };

  std::uint32_t take_node();
  void unlink(std::uint32_t index);
  void run_due(std::size_t slot_index, tick now);

  std::vector<node> nodes_;
  std::vector<std::uint32_t> free_;
  std::array<slot, slot_count> slots_;
  std::array<std::uint64_t, slot_count / 64> occupied_{};  // one bit per slot that has a timer
  std::size_t count_ = 0;
  tick now_ = 0;
};

}  // namespace lamina::net
