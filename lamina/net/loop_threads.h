#pragma once

#include <memory>
#include <thread>
#include <vector>

#include "lamina/net/event_loop.h"

namespace lamina::net {

// Event loops, each run by a thread of its own from the start on. What lives on a loop must be gone, or have been
// destroyed on that loop (run_on), before this is.
class loop_threads {
 public:
  explicit loop_threads(unsigned count);
  ~loop_threads();  // stops the loops and joins the threads; on none of them

  std::size_t size() const noexcept { return loops_.size(); }
  event_loop& operator[](std::size_t index) noexcept { return *loops_[index % loops_.size()]; }

 private:
  std::vector<std::unique_ptr<event_loop>> loops_;
  std::vector<std::thread> threads_;
};

// Runs `work` on the loop's thread and waits until it has. Not on that thread; the loop must run.
void run_on(event_loop& loop, move_only_function<void()> work);

}  // namespace lamina::net
