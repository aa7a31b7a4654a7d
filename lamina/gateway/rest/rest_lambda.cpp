#include "lamina/base/keep_small.h"
#include "lamina/gateway/integration/function_call.h"
#include "lamina/gateway/rest/internal/rest_steps.h"

namespace lamina::gateway::internal {

const gateway_response* make_mapped_invocation(rest_loop& at, rest_call& now, function_pool::invocation& event) {
  const rest_request seen = describe_with_grant(at, now);
  auto done = now.route->lambda->write_event(at.event, seen, now.request.find("Content-Type"), now.overrides);
  if (!done) return refuse_mapped(now, done.error());
  event = {at.event, now.request_id, now.trace.full, {}};
  keep_small(at.event);
  return nullptr;
}

void answer_mapped_result(rest_loop& at, rest_call& now,
                          const std::optional<function_pool::invocation_result>& result) {
  using function_pool::outcome;
  now.invoked = true;
  now.invoke_status = invoke_status_of(result);
  if (!result || (result->outcome != outcome::success && result->outcome != outcome::function_error))
    return answer_failure(at, now, result);
  const std::string selector =
      result->outcome == outcome::function_error ? error_message_of(result->payload) : std::string();
  const lambda_integration& lambda = *now.route->lambda;
  answer_mapped(at, now, lambda.responses(), lambda.view(),
                {.selector = selector, .body = result->payload, .accept = now.request.find("Accept")});
}

}  // namespace lamina::gateway::internal
