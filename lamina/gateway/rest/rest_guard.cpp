#include <algorithm>
#include <array>

#include "lamina/gateway/integration/event_text.h"
#include "lamina/gateway/rest/internal/rest_question.h"
#include "lamina/gateway/rest/internal/rest_steps.h"

namespace lamina::gateway::internal {
namespace {

constexpr std::size_t max_method_arn = 1600;

gateway_response refusal_of(authorization::verdict what) {
  using verdict = authorization::verdict;
  switch (what) {
    case verdict::allowed: break;
    case verdict::unauthorized: return responses::unauthorized;
    case verdict::access_denied: return responses::denied;
    case verdict::access_denied_explicitly: return responses::denied_explicitly;
    case verdict::missing_authentication_token: return responses::missing_authentication_token;
    case verdict::insufficient_scope: return responses::insufficient_scope;
    case verdict::invalid_signature: return responses::invalid_signature;
    case verdict::throttled: return responses::too_many_requests;
    case verdict::authorizer_configuration: break;
  }
  return responses::authorizer_configuration;
}

}  // namespace

rest_question::rest_question(rest_loop& at, rest_call& now) : guarded_request(now.request), at_(at), now_(now) {
  arn = now.method_arn;
  query = now.target.query;
  trace_id = now.trace.full;
}

std::string_view rest_question::context(std::string_view name) const {
  const std::array<std::pair<std::string_view, std::string_view>, 13> known = {
      {{"identity.sourceIp", now_.request.remote_address},
       {"identity.userAgent", now_.user_agent},
       {"stage", at_.api.stage.stage},
       {"apiId", at_.api.stage.api_id},
       {"accountId", at_.api.stage.account_id},
       {"deploymentId", at_.api.stage.deployment_id},
       {"httpMethod", now_.method},
       {"path", now_.target.whole},
       {"resourcePath", now_.route->resource},
       {"protocol", "HTTP/1.1"},
       {"requestId", now_.request_id},
       {"extendedRequestId", now_.extended_request_id},
       {"domainName", domain_name(now_.request.find("Host"))}}};
  const auto found = std::ranges::find(known, name, [](const auto& one) { return one.first; });
  return found == known.end() ? std::string_view() : found->second;
}

std::string_view rest_question::stage_variable(std::string_view name) const {
  const auto& known = at_.api.stage.variables;
  const auto found = known.find(std::string(name));
  return found == known.end() ? std::string_view() : found->second;
}

void rest_question::write_event(std::string& out, const authorizer_event_form&) const {
  now_.route->event.write_authorizer(out, describe(at_, now_, header_choice::authorizer), arn);
}

const gateway_response* check_method_arn(rest_loop& at, rest_call& now) {
  write_method_arn(now.method_arn, at.api.stage, now.method, now.target.path);
  return now.method_arn.size() > max_method_arn ? &responses::uri_too_long : nullptr;
}

authorizer& guard_of(const rest_loop& at, const rest_call& now) { return *at.authorizers[*now.route->authorizer]; }

const gateway_response* judge(rest_call& now) {
  const authorization& said = now.said;
  if (said.is_allowed()) return nullptr;
  now.refusal = refusal_of(said.what);
  if (!said.error_type.empty()) now.refusal.error_type = said.error_type;
  if (!said.message.empty()) {
    append_member(now.refusal_body, R"({"message":)", said.message);
    now.refusal_body += '}';
    now.refusal.body = now.refusal_body;
    now.refusal.message = said.message;
  }
  return &now.refusal;
}

const gateway_response* check_resource_policy(rest_loop& at, rest_call& now) {
  write_method_arn(now.method_arn, at.api.stage, now.method, now.target.path);
  const policy::decision said = at.api.resources->decide(now.method_arn, now.request.remote_address);
  if (said == policy::decision::allow) return nullptr;
  now.said.log = "refused";
  now.said.message = "User: anonymous is not authorized to perform: execute-api:Invoke on resource: ";
  // The service shows the last four digits of an account only.
  std::string shown = now.method_arn;
  if (const std::size_t at_account = shown.find(at.api.stage.account_id); at_account != std::string::npos)
    shown.replace(at_account, std::min<std::size_t>(8, at.api.stage.account_id.size()), "********");
  now.said.message += shown;
  if (said == policy::decision::explicit_deny) now.said.message += " with an explicit deny";
  append_member(now.refusal_body, R"({"Message":)", now.said.message);
  now.refusal_body += '}';
  now.refusal = responses::denied;
  now.refusal.body = now.refusal_body;
  now.refusal.message = now.said.message;
  return &now.refusal;
}

}  // namespace lamina::gateway::internal
