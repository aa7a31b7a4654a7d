#include "lamina/gateway/authorizers/authorizer_answer.h"

#include "lamina/json/json.h"

namespace lamina::gateway {
namespace {

// Only this very message means 401; any other failure is the authorizer's own fault.
bool says_unauthorized(std::string_view payload) {
  const auto failure = json::try_parse(payload);
  return failure && json::find_string(*failure, "errorMessage") == "Unauthorized";
}

}  // namespace

authorizer_answer judge_authorizer(const std::optional<function_pool::invocation_result>& invoked,
                                   std::string_view name, logger& log) {
  using function_pool::outcome;
  const auto fail = [&](std::string_view why, std::string_view detail) -> authorizer_answer {
    log.error("authorizer failed", {{"authorizer", name}, {"reason", why}, {"detail", detail.substr(0, 1000)}});
    return {};
  };
  if (!invoked) return fail("no answer in time", {});
  if (invoked->outcome == outcome::throttled) return {authorizer_outcome::throttled, nullptr};
  if (invoked->outcome == outcome::function_error && says_unauthorized(invoked->payload))
    return {authorizer_outcome::unauthorized, nullptr};
  if (invoked->outcome != outcome::success) return fail("the function failed", invoked->payload);
  auto read = read_authorizer_result(invoked->payload);
  if (!read) return fail("its answer is unusable", read.error().message);
  return {authorizer_outcome::answered, std::make_shared<const authorizer_result>(*std::move(read))};
}

const gateway_response* refusal_of(authorizer_outcome what) noexcept {
  switch (what) {
    case authorizer_outcome::unauthorized: return &responses::unauthorized;
    case authorizer_outcome::throttled: return &responses::too_many_requests;
    case authorizer_outcome::failed: return &responses::authorizer_configuration;
    case authorizer_outcome::answered: break;
  }
  return nullptr;
}

const gateway_response* refusal_of(policy::decision judged) noexcept {
  switch (judged) {
    case policy::decision::explicit_deny: return &responses::denied_explicitly;
    case policy::decision::deny: return &responses::denied;
    case policy::decision::allow: break;
  }
  return nullptr;
}

}  // namespace lamina::gateway
