#include "lamina/net/event_loop.h"

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include "lamina/net/internal/timer_wheel.h"

namespace lamina::net {
namespace {

using executor = boost::asio::io_context::executor_type;
using clock = std::chrono::steady_clock;
using alarm_clock = boost::asio::basic_waitable_timer<clock, boost::asio::wait_traits<clock>, executor>;

constexpr std::chrono::milliseconds tick_length{10};

}  // namespace

struct event_loop::state {
  // Destroyed in reverse: what hangs on the context may still cancel timers while it goes.
  timer_wheel timers;
  boost::asio::io_context context{1};
  boost::asio::executor_work_guard<executor> always_busy{context.get_executor()};
  alarm_clock alarm{context.get_executor()};
  steady_time started = clock::now();
  timer_wheel::tick alarm_tick = 0;  // 0: not set
  bool closing = false;

  // The first tick not before `when`: never early.
  timer_wheel::tick tick_of(steady_time when) const {
    if (when <= started) return 0;
    return static_cast<timer_wheel::tick>((when - started + tick_length - clock::duration(1)) / tick_length);
  }
  timer_wheel::tick current_tick() const {
    return static_cast<timer_wheel::tick>((clock::now() - started) / tick_length);
  }

  // A wake-up that has become needless (its timer was cancelled) is left in place: it costs less than moving it.
  void set_alarm() {
    const auto next = timers.next_wake_up();
    if (!next || (alarm_tick != 0 && alarm_tick <= *next)) return;
    alarm_tick = *next;
    alarm.expires_at(started + alarm_tick * tick_length);
    alarm.async_wait([this](const boost::system::error_code& failure) {
      if (failure) return;  // moved to an earlier tick
      alarm_tick = 0;
      timers.advance(current_tick());
      set_alarm();
    });
  }
};

event_loop::event_loop() : state_(std::make_unique<state>()) {}

event_loop::~event_loop() {
  state_->closing = true;
  state_->timers.clear();
}

void event_loop::run() {
  state_->context.run();
  state_->context.restart();
}

void event_loop::stop() { state_->context.stop(); }

steady_time event_loop::now() const { return clock::now(); }

system_time event_loop::wall_clock() const { return std::chrono::system_clock::now(); }

void event_loop::post(move_only_function<void()> work) { boost::asio::post(state_->context, std::move(work)); }

scheduler::task_id event_loop::call_at(steady_time when, move_only_function<void()> work) {
  if (state_->closing) return 1;
  // An idle wheel's time stands still; bring it up to date before anything is hung into it.
  if (state_->timers.empty()) state_->timers.advance(state_->current_tick());
  const auto id = state_->timers.add(state_->tick_of(when), std::move(work));
  state_->set_alarm();
  return id;
}

void event_loop::cancel(task_id id) { state_->timers.remove(id); }

void event_loop::run_until(move_only_function<bool()> done) {
  while (!done() && state_->context.run_one() != 0) {
  }
}

boost::asio::io_context& event_loop::context() noexcept { return state_->context; }

}  // namespace lamina::net
