#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lamina/base/function.h"
#include "lamina/base/scheduler.h"

namespace lamina::function_pool {

// One event for a function, as the Invoke API carries it.
struct invocation {
  std::string event{};           // JSON text
  std::string request_id{};      // UUID
  std::string trace_id{};        // value of X-Amzn-Trace-Id
  std::string client_context{};  // JSON text; empty: none
  bool wants_log = false;        // the result is to have the end of the invocation's log
};

// What became of it.
enum class outcome {
  success,         // payload is what the handler returned
  function_error,  // the handler failed, the process died, the function's time-out: payload is {"errorMessage",
                   // "errorType", ...}
  throttled,       // no instance free, none may be started and the queue is full; the function did not run
  unavailable,     // the function cannot be started at all (no program); payload says why, for the log
};

// How a function gave its payload.
enum class payload_form {
  json,               // whole: JSON text
  streamed_response,  // streamed with metadata (awslambda.HttpResponseStream): the response as a JSON document
  streamed_bytes,     // streamed as it is: any bytes
};

struct invocation_result {
  function_pool::outcome outcome = outcome::success;
  std::string payload{};
  payload_form form = payload_form::json;
  std::string
      log{};  // its last 4 KB: START, what the function printed, END, REPORT; "" unless asked for, or there is none
};

// Why an instance has ended.
enum class end_reason : std::uint8_t {
  idle,         // unused for long
  stopped,      // with the pool
  timeout,      // it did not answer, or not poll again, in time
  memory,       // it used more than it may
  init_failed,  // it never polled
  exited,       // by itself, a crash as a rule
};
inline constexpr std::array<std::string_view, 6> end_reasons = {"idle",   "stopped",     "timeout",
                                                                "memory", "init_failed", "exited"};

struct pool_statistics {
  std::uint64_t instances = 0;  // processes, those being started and stopped included
  std::uint64_t idle = 0;       // of them, ready for a request
  std::uint64_t busy = 0;       // of them, with a request
  std::uint64_t queued = 0;     // requests waiting
  // Since the start:
  std::uint64_t cold_starts = 0;        // processes started
  std::uint64_t inits = 0;              // of them, that came to their first poll
  std::uint64_t init_microseconds = 0;  // all those together, from start to poll
  std::uint64_t invocations = 0;        // requests given to an instance
  std::uint64_t successes = 0;
  std::uint64_t errors = 0;       // requests that ended as function_error or unavailable
  std::uint64_t unavailable = 0;  // of them
  std::uint64_t throttles = 0;
  std::array<std::uint64_t, end_reasons.size()> ends{};  // processes that have ended, by end_reason
};

// Anything that can be invoked: a pool of processes, an engine linked into this program, a remote Lambda.
class function {
 public:
  using completion = move_only_function<void(invocation_result)>;

  virtual ~function() = default;

  // Any thread. `done` is called exactly once, on `caller`, never inside this call; `caller` must outlive it.
  virtual void invoke(invocation work, scheduler& caller, completion done) = 0;

  // Any thread; each figure by itself is right. Nothing: it does not count.
  virtual std::optional<pool_statistics> measured() const noexcept { return {}; }
};

}  // namespace lamina::function_pool
