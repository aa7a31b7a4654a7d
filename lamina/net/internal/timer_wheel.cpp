#include "lamina/net/internal/timer_wheel.h"

#include <algorithm>
#include <bit>

namespace lamina::net {

timer_wheel::timer_wheel() = default;

std::uint32_t timer_wheel::take_node() {
  if (free_.empty()) {
    nodes_.emplace_back();
    return static_cast<std::uint32_t>(nodes_.size() - 1);
  }
  const std::uint32_t index = free_.back();
  free_.pop_back();
  return index;
}

timer_wheel::id timer_wheel::add(tick when, move_only_function<void()> work) {
  const std::uint32_t index = take_node();
  node& added = nodes_[index];
  added.when = std::max(when, now_ + 1);
  added.work = std::move(work);
  added.linked = true;
  const std::size_t position = added.when % slot_count;
  slot& where = slots_[position];
  added.previous = where.last;
  added.next = none;
  (where.last == none ? where.first : nodes_[where.last].next) = index;
  where.last = index;
  occupied_[position / 64] |= std::uint64_t{1} << position % 64;
  ++count_;
  return id{added.generation} << 32 | index;
}

void timer_wheel::unlink(std::uint32_t index) {
  node& removed = nodes_[index];
  const std::size_t position = removed.when % slot_count;
  slot& where = slots_[position];
  (removed.previous == none ? where.first : nodes_[removed.previous].next) = removed.next;
  (removed.next == none ? where.last : nodes_[removed.next].previous) = removed.previous;
  if (where.first == none) occupied_[position / 64] &= ~(std::uint64_t{1} << position % 64);
  removed.linked = false;
  ++removed.generation;
  --count_;
  free_.push_back(index);
}

void timer_wheel::remove(id which) {
  const auto index = static_cast<std::uint32_t>(which & 0xffffffff);
  if (index >= nodes_.size() || !nodes_[index].linked || nodes_[index].generation != which >> 32) return;
  // What the work owns may call back into the wheel when it is destroyed: last of all.
  const auto dropped = std::move(nodes_[index].work);
  unlink(index);
}

void timer_wheel::run_due(std::size_t slot_index, tick now) {
  // Collected first: work may add to and remove from this very slot.
  std::vector<id> due;
  for (std::uint32_t index = slots_[slot_index].first; index != none; index = nodes_[index].next)
    if (nodes_[index].when <= now) due.push_back(id{nodes_[index].generation} << 32 | index);
  for (const id which : due) {
    const auto index = static_cast<std::uint32_t>(which & 0xffffffff);
    if (!nodes_[index].linked || nodes_[index].generation != which >> 32) continue;  // removed meanwhile
    auto work = std::move(nodes_[index].work);
    unlink(index);
    work();
  }
}

void timer_wheel::advance(tick now) {
  if (now <= now_) return;
  const tick first = now_ + 1;
  const tick last = std::min(now, now_ + slot_count);  // one turn visits every slot
  now_ = now;
  for (tick at = first; at <= last; ++at) {
    const std::size_t position = at % slot_count;
    if (occupied_[position / 64] >> position % 64 & 1) run_due(position, now);
  }
}

std::optional<timer_wheel::tick> timer_wheel::next_wake_up() const {
  if (count_ == 0) return std::nullopt;
  for (tick ahead = 1; ahead <= slot_count;) {
    const std::size_t position = (now_ + ahead) % slot_count;
    const std::uint64_t rest = occupied_[position / 64] >> position % 64;
    if (rest != 0) return now_ + ahead + static_cast<tick>(std::countr_zero(rest));
    ahead += 64 - position % 64;
  }
  return now_ + slot_count;
}

void timer_wheel::clear() {
  auto dropped = std::move(nodes_);
  nodes_.clear();
  free_.clear();
  slots_.fill({});
  occupied_.fill(0);
  count_ = 0;
}

}  // namespace lamina::net
