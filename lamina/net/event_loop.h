#pragma once

#include <memory>

#include "lamina/base/scheduler.h"

namespace boost::asio {
class io_context;
}

namespace lamina::net {

// One thread's event loop: an Asio io_context for one thread, and a coarse wheel of timers (10 ms ticks: a timer per
// request would cost 3.5 us). Sockets made on it never move to another thread.
//
// run() belongs to one thread; post() and stop() may be called from any; all else from the loop's thread, or before
// run().
class event_loop final : public scheduler {
 public:
  event_loop();
  ~event_loop() override;

  void run();   // until stop()
  void stop();  // any thread

  steady_time now() const override;
  system_time wall_clock() const override;
  void post(move_only_function<void()> work) override;
  task_id call_at(steady_time when, move_only_function<void()> work) override;
  void cancel(task_id id) override;
  void run_until(move_only_function<bool()> done) override;

  // For the .cpp files that open sockets; never part of a public interface.
  boost::asio::io_context& context() noexcept;

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace lamina::net
