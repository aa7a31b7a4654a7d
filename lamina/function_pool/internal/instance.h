#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "lamina/function_pool/internal/job.h"
#include "lamina/function_pool/internal/output_reader.h"
#include "lamina/function_pool/log_tail.h"
#include "lamina/function_pool/process.h"
#include "lamina/function_pool/process_pool.h"
#include "lamina/net/descriptor_watch.h"
#include "lamina/runtime_api/instance_server.h"

namespace lamina::function_pool {

// What all instances of a pool share, and where an instance says what becomes of it.
class instance;
class instance_owner {
 public:
  virtual void on_ready(instance& which) = 0;      // it polls: invoke() may be called, now or later
  virtual void on_not_ready(instance& which) = 0;  // no more
  virtual void on_result(outcome how) = 0;         // a request given to it has been answered
  // It will never be ready. `payload` is what a request gets for that.
  virtual void on_init_failed(instance& which, std::function<std::string(std::string_view request_id)> payload) = 0;
  virtual void on_init_done(std::chrono::nanoseconds took) = 0;  // it polls for the first time
  virtual void on_gone(instance& which) = 0;                     // its process is reaped: forget it

 protected:
  ~instance_owner() = default;
};

// One process, its port of the Runtime API and its output, from the start to the reaping. On the home loop's thread.
class instance final : public runtime_api::instance_listener, public std::enable_shared_from_this<instance> {
 public:
  instance(net::event_loop& home, const pool_options& options, const log_sink& log, instance_owner& owner);
  ~instance();  // kills what is left; an open request ends as unavailable

  result<void> start(const instance_command& command);
  void invoke(job what);
  // SIGTERM, and SIGKILL after the grace.
  void stop(end_reason why);
  // Kills the process if it uses more memory than it may.
  void check_memory();

  bool is_starting() const noexcept { return now_ == phase::starting; }
  // ... and not yet polled again.
  bool has_answered_since(steady_time when) const noexcept { return now_ == phase::answered && answered_ >= when; }
  bool is_busy() const noexcept { return now_ == phase::busy; }
  bool is_alive() const noexcept { return now_ != phase::ending && now_ != phase::gone; }
  bool is_working() const noexcept { return now_ == phase::starting || now_ == phase::busy || now_ == phase::answered; }
  end_reason why_it_ended() const noexcept { return why_; }  // of what is gone
  steady_time ready_since() const noexcept { return ready_since_; }

 private:
  enum class phase {
    starting,  // no poll yet
    ready,     // polls
    busy,      // has a request
    answered,  // has answered and not polled again
    ending,    // told to end
    gone,
  };

  void on_poll() override;
  void on_poll_lost() override;
  void on_report(const runtime_api::report& what) override;

  void watch_exit();
  void exited();
  void close(exit_status how);
  void set_deadline(steady_time when);
  void deadline_reached();
  void end(int signal, std::chrono::milliseconds grace);
  void finish(invocation_result result, std::string_view status = {});
  void say(log_line::source from, std::string_view text);
  bool has_frame() const noexcept { return options_.report_lines || tail_.has_value(); }
  void frame(std::string_view text);
  void report_figures(std::string_view status);

  net::event_loop& home_;
  const pool_options& options_;
  const log_sink& log_;
  instance_owner& owner_;
  runtime_api::instance_server server_;
  std::optional<process> process_;
  std::optional<net::descriptor_watch> exit_watch_;
  std::optional<output_reader> output_;

  phase now_ = phase::starting;
  end_reason why_ = end_reason::exited;
  std::optional<job> job_;
  std::optional<log_tail> tail_;  // of the job's log, if it wants one
  std::string last_request_id_;
  steady_time started_{}, ready_since_{}, delivered_{}, answered_{};
  std::chrono::nanoseconds init_duration_{};  // until it has been reported
  std::size_t max_memory_used_ = 0;

  // One timer, moved only to come earlier: a deadline that has moved on meanwhile is met by a second look.
  steady_time deadline_ = steady_time::max(), alarm_at_ = steady_time::max();
  scheduler::task_id alarm_ = 0;
};

}  // namespace lamina::function_pool
