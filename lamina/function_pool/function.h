#pragma once

#include <chrono>
#include <string>

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

// Anything that can be invoked: a pool of processes, an engine linked into this program, a remote Lambda.
class function {
 public:
  using completion = move_only_function<void(invocation_result)>;

  virtual ~function() = default;

  // Any thread. `done` is called exactly once, on `caller`, never inside this call; `caller` must outlive it.
  virtual void invoke(invocation work, scheduler& caller, completion done) = 0;
};

}  // namespace lamina::function_pool
