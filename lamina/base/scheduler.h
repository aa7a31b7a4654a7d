#pragma once

#include <chrono>
#include <cstdint>

#include "lamina/base/function.h"

namespace lamina {

using steady_time = std::chrono::steady_clock::time_point;
using system_time = std::chrono::system_clock::time_point;

// One thread's queue of work, and its clock: where time is read, timers are set and suspended coroutines go on.
// net::event_loop is the real one; testing::manual_scheduler is moved by hand, so no test sleeps.
//
// Everything runs on the scheduler's own thread, one piece after the other. post() may be called from any thread; all
// other members from the scheduler's thread only.
class scheduler {
 public:
  using task_id = std::uint64_t;  // never 0

  virtual ~scheduler() = default;

  virtual steady_time now() const = 0;
  virtual system_time wall_clock() const = 0;

  // Runs `work` soon, never inside this call.
  virtual void post(move_only_function<void()> work) = 0;

  // Runs `work` at `when`, never earlier. Precision is that of the implementation (a few ms at least).
  virtual task_id call_at(steady_time when, move_only_function<void()> work) = 0;
  // After this the work does not run. Ids that have run or were cancelled are ignored.
  virtual void cancel(task_id id) = 0;

  task_id call_after(std::chrono::nanoseconds delay, move_only_function<void()> work) {
    return call_at(now() + std::chrono::duration_cast<steady_time::duration>(delay), std::move(work));
  }

  // Works off the queue until `done()` holds; checked between pieces of work. For code that blocks on purpose: a
  // runtime loop waiting for its handler, a test.
  virtual void run_until(move_only_function<bool()> done) = 0;
};

}  // namespace lamina
