#pragma once

#include <string_view>

#include "lamina/engine/middleware.h"

namespace lamina {

struct do_not_wait_for_empty_event_loop_options {
  bool run_on_before = true;
  bool run_on_after = false;
  bool run_on_error = false;
};

// Sets context.callbackWaitsForEmptyEventLoop to false, for a function that is not C++ behind this chain and for chains
// taken over from Middy: a C++ function never waits. (@middy/do-not-wait-for-empty-event-loop)
class do_not_wait_for_empty_event_loop {
 public:
  static constexpr std::string_view name = "do-not-wait-for-empty-event-loop";
  static do_not_wait_for_empty_event_loop from_json(const json::object& options);

  explicit do_not_wait_for_empty_event_loop(do_not_wait_for_empty_event_loop_options options = {})
      : options_(options) {}
  phases active() const { return {options_.run_on_before, options_.run_on_after, options_.run_on_error}; }
  void before(request& request) const;
  void after(request& request) const;
  void on_error(request& request) const;

 private:
  do_not_wait_for_empty_event_loop_options options_;
};

}  // namespace lamina
