#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "lamina/base/scheduler.h"
#include "lamina/gateway/authorizers/authorizer_answer.h"
#include "lamina/gateway/authorizers/identity_sources.h"

namespace lamina::gateway {

struct request_authorizer_options {
  std::string name{};
  identity_sources sources{};
  std::chrono::milliseconds time_limit{29'000};
  std::size_t max_result_bytes = 8 * 1024;  // a quota of WebSocket APIs, which keep it; beyond: a failure
};

// A Lambda authorizer of type REQUEST. The caller writes its event (an API's own matter) and judges the policy of its
// answer. Nothing is cached, as on WebSocket APIs, whose connections ask once.
//
// One per event loop, on its thread. `function`, `loop` and `log` must outlive it, and it every call.
class request_authorizer {
 public:
  request_authorizer(request_authorizer_options options, function_pool::function& function, scheduler& loop,
                     logger& log);

  // May the function be asked about this request? Not when an identity source is missing: 401.
  bool accepts(const identity_facts& seen) const noexcept { return options_.sources.are_present(seen); }

  // Invokes the function. `done` runs on the loop, never inside this call.
  void ask(function_pool::invocation event, authorizer_completion done);

  const request_authorizer_options& options() const noexcept { return options_; }

 private:
  authorizer_answer judge(const std::optional<function_pool::invocation_result>& invoked) const;

  request_authorizer_options options_;
  function_pool::function& function_;
  scheduler& loop_;
  logger& log_;
};

}  // namespace lamina::gateway
