#include "lamina/testing/manual_scheduler.h"

#include <stdexcept>
#include <thread>

namespace lamina::testing {

system_time manual_scheduler::wall_clock() const {
  constexpr std::chrono::sys_days start = std::chrono::year(2026) / std::chrono::January / 1;
  return start + std::chrono::duration_cast<system_time::duration>(now_.time_since_epoch());
}

void manual_scheduler::post(move_only_function<void()> work) {
  const std::lock_guard lock(mutex_);
  posted_.push_back(std::move(work));
}

scheduler::task_id manual_scheduler::call_at(steady_time when, move_only_function<void()> work) {
  const task_id id = ++last_id_;
  timers_.emplace(std::pair(when, id), std::move(work));
  times_.emplace(id, when);
  return id;
}

void manual_scheduler::cancel(task_id id) {
  const auto found = times_.find(id);
  if (found == times_.end()) return;
  timers_.erase({found->second, id});
  times_.erase(found);
}

bool manual_scheduler::has_posted() {
  const std::lock_guard lock(mutex_);
  return !posted_.empty();
}

bool manual_scheduler::run_one() {
  move_only_function<void()> work;
  {
    const std::lock_guard lock(mutex_);
    if (!posted_.empty()) {
      work = std::move(posted_.front());
      posted_.pop_front();
    }
  }
  if (!work) {
    const auto next = timers_.begin();
    if (next == timers_.end() || next->first.first > now_) return false;
    work = std::move(next->second);
    times_.erase(next->first.second);
    timers_.erase(next);
  }
  work();
  return true;
}

void manual_scheduler::jump_to_next_timer() {
  if (timers_.begin()->first.first > now_) now_ = timers_.begin()->first.first;
}

void manual_scheduler::run_ready() {
  while (run_one()) {
  }
}

void manual_scheduler::run_all() {
  for (run_ready(); !timers_.empty(); run_ready()) jump_to_next_timer();
}

void manual_scheduler::advance(std::chrono::nanoseconds by) {
  const steady_time end = now_ + std::chrono::duration_cast<steady_time::duration>(by);
  run_ready();
  while (!timers_.empty() && timers_.begin()->first.first <= end) {
    jump_to_next_timer();
    run_ready();
  }
  now_ = end;
}

void manual_scheduler::run_until(move_only_function<bool()> done) {
  auto idle_since = std::chrono::steady_clock::now();
  while (!done()) {
    if (run_one()) {
      idle_since = std::chrono::steady_clock::now();
    } else if (!timers_.empty()) {
      jump_to_next_timer();
    } else if (std::chrono::steady_clock::now() - idle_since > std::chrono::seconds(10)) {
      throw std::logic_error("manual_scheduler: nothing left to run, and what is waited for has not happened");
    } else {
      std::this_thread::yield();
    }
  }
}

}  // namespace lamina::testing
