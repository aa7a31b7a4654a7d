#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/function_pool/function.h"
#include "lamina/net/event_loop.h"

namespace lamina::function_pool {

// What is started for each instance.
struct instance_command {
  std::vector<std::string> argv{};
  std::string working_directory{};                   // empty: ours
  std::map<std::string, std::string> environment{};  // see make_function_environment
};

struct pool_options {
  std::string function_name{};
  std::string function_arn{};                // Lambda-Runtime-Invoked-Function-Arn
  std::chrono::milliseconds timeout{6'000};  // of one invocation, from delivery on
  // Physical memory of the process, looked at ten times a second while it works: beyond, it is killed ("signal:
  // killed", as on AWS). Limits of the kernel are no use here: RLIMIT_AS and RLIMIT_DATA count what runtimes reserve
  // and never touch. 0: no limit. What the process forks is not counted.
  std::size_t memory_bytes = 0;
  std::size_t max_instances = 16;  // 0: every request is throttled
  // Requests that may wait beyond those for which an instance is being started.
  std::size_t max_queue = 1'024;
  std::chrono::milliseconds queue_timeout{30'000};  // a request that has waited so long is throttled
  std::chrono::milliseconds idle_time{300'000};     // an instance unused for so long is stopped
  std::chrono::milliseconds init_timeout{10'000};   // from its start to its first poll
  std::chrono::milliseconds stop_grace{2'000};      // between SIGTERM and SIGKILL
  std::size_t max_line_bytes = 65'536;              // longer lines are cut
  std::size_t max_output_per_second = 8 << 20;      // bytes, per instance; beyond, the function waits in its write
  bool report_lines = false;                        // START, END and REPORT around each invocation
};

// One line a function printed, or one of ours about it.
struct log_line {
  enum class source { function, platform };
  std::string_view function{};
  std::string_view request_id{};  // the request under way, else the last one; empty before the first
  std::string_view text{};        // without the end of the line; any bytes
  source from = source::function;
};

// Must not block for long, nor throw, nor call the pool. On the home loop's thread.
using log_sink = std::function<void(const log_line&)>;

// A function as processes that speak the Runtime API: started when needed, used again (the most recently used first, so
// that a quiet pool shrinks), at most so many, with a bounded queue before them.
//
// A process that crashes, hangs, answers nonsense or floods its output costs only its own request and is replaced. A
// start that fails costs the request that asked for it; when no instance is left, all that wait get the same error, and
// for a while (0.1 s, doubling to 5 s with every failure after the first) new requests get it without another attempt.
//
// The queue, the processes and their connections live on the home loop, which must run, and outlive the pool; requests
// from other threads are posted there, results back to their callers.
class process_pool final : public function {
 public:
  process_pool(net::event_loop& home, instance_command command, pool_options options, log_sink log = {});
  // On the home loop's thread, or while it does not run. Requests still open end as `unavailable`; every process has
  // been killed and reaped when it returns.
  ~process_pool() override;

  // One more variable for the environment of every instance, unless it has one of that name. Before the first invoke(),
  // by the thread that made the pool.
  void add_variable(const std::string& name, const std::string& value);

  void invoke(invocation work, scheduler& caller, completion done) override;

  // Its program has changed: the instances there are end when they have answered, and new ones take what comes next.
  // Any thread.
  void renew();

  // Takes no more requests (they are `unavailable`), lets those it has come to their end, then sends SIGTERM, and after
  // stop_grace SIGKILL. `stopped` is called on the home loop when the last process is gone. Any thread.
  void stop(move_only_function<void()> stopped);

  // Any thread; each figure by itself is right.
  pool_statistics statistics() const noexcept;
  std::optional<pool_statistics> measured() const noexcept override { return statistics(); }

 private:
  struct state;
  std::shared_ptr<state> state_;
};

}  // namespace lamina::function_pool
