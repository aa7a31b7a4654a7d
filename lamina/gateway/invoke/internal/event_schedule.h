#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lamina/base/scheduler.h"

namespace lamina::gateway::internal {

// Since 1970: what is on disk outlives every steady clock.
inline std::int64_t in_milliseconds(system_time when) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(when.time_since_epoch()).count();
}

// An event that waits for its function. Its contents may be on disk only.
struct waiting_event {
  struct content {
    std::string request_id, trace_id, body;
  };
  std::uint64_t id = 0;
  std::size_t target = 0;
  std::int64_t accepted_at = 0;  // milliseconds since 1970
  unsigned failures = 0, refusals = 0, generation = 0;
  std::size_t size = 0;
  std::unique_ptr<content> held{};  // null: to be read
};

// Which events may be delivered now, in the order in which they came to be, and which are due later.
class event_schedule {
 public:
  explicit event_schedule(std::size_t targets) : ready_(targets) {}

  void add(waiting_event what) { ready_[what.target].push_back(std::move(what)); }
  void add_at(std::int64_t due_at, waiting_event what) { later_.emplace(due_at, std::move(what)); }

  bool has_ready(std::size_t target) const noexcept { return !ready_[target].empty(); }
  waiting_event take(std::size_t target) {
    waiting_event first = std::move(ready_[target].front());
    ready_[target].pop_front();
    return first;
  }

  std::optional<std::int64_t> next_due() const {
    return later_.empty() ? std::nullopt : std::optional(later_.begin()->first);
  }
  // Makes ready what is due.
  void advance(std::int64_t now) {
    while (!later_.empty() && later_.begin()->first <= now) {
      add(std::move(later_.begin()->second));
      later_.erase(later_.begin());
    }
  }

 private:
  std::vector<std::deque<waiting_event>> ready_;
  std::multimap<std::int64_t, waiting_event> later_;
};

}  // namespace lamina::gateway::internal
