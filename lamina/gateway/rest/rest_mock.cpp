#include "lamina/gateway/rest/internal/rest_steps.h"
#include "lamina/gateway/rest/internal/rest_variables.h"

namespace lamina::gateway::internal {

void answer_preflight(rest_loop& at, rest_call& now) {
  answer(at, now, now.route->preflight->answer(now.request.find("Origin")), {});
}

void answer_mock(rest_loop& at, rest_call& now) {
  const rest_request seen = describe_with_grant(at, now);
  response_storage storage;
  const auto got = now.route->mock->answer(
      {seen, now.request.find("Content-Type"), now.request.find("Accept"), context_of(at, now)}, storage);
  if (!got) {
    const gateway_response& refused = *refuse_mapped(now, got.error());
    return answer(at, now, refused, now.failure);
  }
  answer(at, now, *got, got->body);
}

}  // namespace lamina::gateway::internal
