#include "lamina/net/loop_threads.h"

#include <future>

namespace lamina::net {

loop_threads::loop_threads(unsigned count) {
  for (unsigned i = 0; i < count; ++i) loops_.push_back(std::make_unique<event_loop>());
  for (const auto& loop : loops_) threads_.emplace_back([loop = loop.get()] { loop->run(); });
}

loop_threads::~loop_threads() {
  for (const auto& loop : loops_) loop->stop();
  for (std::thread& thread : threads_) thread.join();
}

void run_on(event_loop& loop, move_only_function<void()> work) {
  std::promise<void> done;
  loop.post([&] {
    work();
    done.set_value();
  });
  done.get_future().wait();
}

}  // namespace lamina::net
