#include "lamina/gateway/rest/internal/rest_steps.h"
#include "lamina/gateway/rest/internal/rest_variables.h"

namespace lamina::gateway::internal {

const gateway_response* refuse_mapped(rest_call& now, const error& why) {
  now.failure = why.message;
  if (why.status_code == 415) return &responses::unsupported_media_type;
  return why.status_code == 400 ? &responses::bad_request_body : &responses::internal_error;
}

void answer_mapped(rest_loop& at, rest_call& now, const mapped_responses& mapped, const template_view& view,
                   integration_outcome outcome) {
  outcome.context = context_of(at, now);
  template_input seen;
  std::string epoch;
  if (mapped.needs_request()) seen = view.show(describe_with_grant(at, now), epoch);
  response_storage storage;
  const auto response = mapped.answer(outcome, seen, std::move(now.overrides), storage);
  if (!response) return answer(at, now, responses::internal_error, response.error().message);
  answer(at, now, *response, response->body);
}

}  // namespace lamina::gateway::internal
