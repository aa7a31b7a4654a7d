#pragma once

#include <memory>

#include "lamina/base/scheduler.h"

namespace boost::asio {
class io_context;
}

namespace lamina::net {

// One thread's event loop: an Asio io_context for one thread, and a coarse wheel of timers (10 ms ticks: a timer per
// request would cost 3.5 us). Sockets made on it never move to another thread. An idle loop without timers sleeps.
//
// run() and run_until() belong to one thread; post() and stop() may be called from any; all else from the loop's
// thread, or before run(). Whatever has sockets or timers on it goes before the loop does; work that has not run by
// then is dropped.
class event_loop final : public scheduler {
 public:
  event_loop();
  ~event_loop() override;

  void run();   // until stop(); may be run again afterwards
  void stop();  // any thread; before run(), the next run() returns at once

  steady_time now() const override;
  system_time wall_clock() const override;
  void post(move_only_function<void()> work) override;
  // Between 0 and 10 ms late on an idle machine.
  task_id call_at(steady_time when, move_only_function<void()> work) override;
  void cancel(task_id id) override;
  // Returns early when the loop is stopped.
  void run_until(move_only_function<bool()> done) override;

  // For the .cpp files that open sockets; never part of a public interface.
  boost::asio::io_context& context() noexcept;

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace lamina::net
