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

namespace {

using decision = policy::decision;
using authorizer_kind = config::authorizer::kind;

void ask_resource_policy(const rest_loop& at, rest_call& now, const iam_identity* caller) {
  if (now.method_arn.empty()) write_method_arn(now.method_arn, at.api.stage, now.method, now.target.path);
  now.by_policy = at.api.resources->decide(now.method_arn, policy_facts(now.request, at.loop, caller));
}

bool is_guarded_by(const rest_call& now, std::initializer_list<authorizer_kind> kinds) {
  return now.route->authorizer && std::ranges::find(kinds, now.route->authorizer_type) != kinds.end();
}

// What IAM says to whom a policy keeps out. `caller`: null for who has not signed.
const gateway_response* deny(const rest_loop& at, rest_call& now, const iam_identity* caller, bool is_explicit) {
  std::string shown = now.method_arn;
  // The service shows the last four digits of an account only.
  if (const std::size_t at_account = shown.find(at.api.stage.account_id); at_account != std::string::npos)
    shown.replace(at_account, std::min<std::size_t>(8, at.api.stage.account_id.size()), "********");
  std::string& text = now.said.message = "User: ";
  text.append(caller == nullptr ? std::string_view("anonymous") : caller->user_arn);
  text.append(" is not authorized to perform: execute-api:Invoke on resource: ").append(shown);
  if (is_explicit) text += " with an explicit deny";
  append_member(now.refusal_body, R"({"Message":)", text);
  now.refusal_body += '}';
  now.refusal = responses::denied;
  now.refusal.body = now.refusal_body;
  now.refusal.message = text;
  return &now.refusal;
}

// Tables A and B of the developer guide, "How API Gateway resource policies affect authorization workflow": within one
// account either policy may allow, to callers of another account both must.
bool passes(const rest_loop& at, const rest_call& now) {
  using verdict = authorization::verdict;
  const bool is_allowed = now.said.is_allowed();
  if (!at.api.resources) return is_allowed;
  if (now.by_policy == decision::explicit_deny || (!is_allowed && now.said.what != verdict::access_denied))
    return false;
  const auto& who = now.said.granted->identity;
  const bool is_foreign = who && who->account_id != at.api.stage.account_id;
  return is_foreign ? is_allowed && now.by_policy == decision::allow : is_allowed || now.by_policy == decision::allow;
}

}  // namespace

// Of signed requests it is asked when their caller is known. Lambda authorizers are asked unless it denies.
const gateway_response* check_resource_policy(rest_loop& at, rest_call& now) {
  if (is_guarded_by(now, {authorizer_kind::aws_iam})) return nullptr;
  ask_resource_policy(at, now, nullptr);
  const bool may_pass_yet =
      now.by_policy == decision::deny && is_guarded_by(now, {authorizer_kind::token, authorizer_kind::request});
  if (now.by_policy == decision::allow || may_pass_yet) return nullptr;
  now.said.log = "refused";
  return deny(at, now, nullptr, now.by_policy == decision::explicit_deny);
}

const gateway_response* judge(rest_loop& at, rest_call& now) {
  const authorization& said = now.said;
  const iam_identity* const caller = said.granted && said.granted->identity ? &*said.granted->identity : nullptr;
  if (at.api.resources && caller != nullptr) ask_resource_policy(at, now, caller);
  if (passes(at, now)) return nullptr;
  if (caller != nullptr)
    return deny(
        at, now, caller,
        now.by_policy == decision::explicit_deny || said.what == authorization::verdict::access_denied_explicitly);
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

}  // namespace lamina::gateway::internal
