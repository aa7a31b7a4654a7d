#pragma once

#include "lamina/engine/middleware.h"
#include "recorder.h"

namespace lamina::parity {

// The cases' own middleware: what its phases do is said by texts, see parity/middy/README.md.
class trace_middleware {
 public:
  trace_middleware(const json::object& options, recorder_ptr record);

  phases active() const;
  task<step> before(request& request) const { return run("before", request); }
  task<step> after(request& request) const { return run("after", request); }
  task<step> on_error(request& request) const { return run("onError", request); }

 private:
  task<step> run(std::string phase, request& request) const;
  std::string action_of(std::string_view phase) const;

  json::object options_;
  std::string id_;
  recorder_ptr record_;
};

// Goes on after `milliseconds` of the loop's time.
task<void> pause(scheduler& loop, int milliseconds);

}  // namespace lamina::parity
