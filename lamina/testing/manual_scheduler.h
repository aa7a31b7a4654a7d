#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <mutex>
#include <utility>

#include "lamina/base/scheduler.h"

namespace lamina::testing {

// A scheduler whose clock is moved by hand, so that tests of timers and time-outs neither sleep nor depend on the
// machine. Starts at 2026-01-01T00:00:00Z. Timers of the same moment run in the order they were set.
class manual_scheduler final : public scheduler {
 public:
  manual_scheduler() = default;

  steady_time now() const override { return now_; }
  system_time wall_clock() const override;
  void post(move_only_function<void()> work) override;
  task_id call_at(steady_time when, move_only_function<void()> work) override;
  void cancel(task_id id) override;

  // Runs what is due, and jumps to the next timer whenever nothing is. Waits for other threads' post() only when there
  // is neither work nor a timer left; throws std::logic_error after 10 s of that: the test would hang.
  void run_until(move_only_function<bool()> done) override;

  // Runs what is posted and due now, until nothing is left.
  void run_ready();
  // Moves the clock, running timers at their moments.
  void advance(std::chrono::nanoseconds by);
  // Runs until neither work nor timers are left.
  void run_all();

  std::size_t timer_count() const noexcept { return timers_.size(); }

 private:
  bool run_one();
  bool has_posted();
  void jump_to_next_timer();

  steady_time now_{};
  task_id last_id_ = 0;
  std::map<std::pair<steady_time, task_id>, move_only_function<void()>> timers_;
  std::map<task_id, steady_time> times_;
  std::mutex mutex_;  // of posted_
  std::deque<move_only_function<void()>> posted_;
};

}  // namespace lamina::testing
