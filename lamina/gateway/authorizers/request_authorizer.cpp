#include "lamina/gateway/authorizers/request_authorizer.h"

#include <utility>

#include "lamina/gateway/integration/function_call.h"

namespace lamina::gateway {

request_authorizer::request_authorizer(request_authorizer_options options, function_pool::function& function,
                                       scheduler& loop, logger& log)
    : options_(std::move(options)), function_(function), loop_(loop), log_(log) {}

void request_authorizer::ask(function_pool::invocation event, authorizer_completion done) {
  call_function(function_, std::move(event), loop_, options_.time_limit,
                [this, done = std::move(done)](const auto& invoked) mutable { done(judge(invoked)); });
}

authorizer_answer request_authorizer::judge(const std::optional<function_pool::invocation_result>& invoked) const {
  const bool answered = invoked && invoked->outcome == function_pool::outcome::success;
  if (!answered || invoked->payload.size() <= options_.max_result_bytes)
    return judge_authorizer(invoked, options_.name, log_);
  log_.error("authorizer failed", {{"authorizer", options_.name},
                                   {"reason", "its answer is too large"},
                                   {"bytes", static_cast<std::int64_t>(invoked->payload.size())}});
  return {};
}

}  // namespace lamina::gateway
