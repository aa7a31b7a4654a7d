#include <algorithm>
#include <array>

#include "lamina/gateway/http_api/internal/http_question.h"
#include "lamina/gateway/http_api/internal/http_steps.h"
#include "lamina/gateway/integration/event_text.h"
#include "lamina/gateway/integration/request_headers.h"

namespace lamina::gateway::internal {
namespace {

// "a,b", or a list of them.
void append_identity(std::string& out, std::span<const std::string_view> values, bool is_list) {
  if (is_list) {
    out += '[';
    for (const std::string_view value : values) {
      if (out.back() != '[') out += ',';
      quote_text_to(out, value);
    }
    out += ']';
    return;
  }
  std::string joined;
  for (const std::string_view value : values) joined.append(joined.empty() ? "" : ",").append(value);
  quote_text_to(out, joined);
}

const http_refusal& refusal_of(authorization::verdict what) {
  using verdict = authorization::verdict;
  switch (what) {
    case verdict::unauthorized: return http_refusals::unauthorized;
    case verdict::access_denied:
    case verdict::access_denied_explicitly:
    case verdict::insufficient_scope:
    case verdict::missing_authentication_token:
    case verdict::invalid_signature: return http_refusals::forbidden;
    case verdict::throttled: return http_refusals::too_many_requests;
    case verdict::allowed:
    case verdict::authorizer_configuration: break;
  }
  return http_refusals::authorizer_failed;
}

}  // namespace

http_question::http_question(http_loop& at, http_call& now) : guarded_request(now.request), at_(at), now_(now) {
  write_method_arn(now.route_arn, at.api.stage, now.request.method, now.route_path);
  arn = now.route_arn;
  query = now.target.query;
  trace_id = now.trace.full;
}

std::string_view http_question::context(std::string_view name) const {
  const std::array<std::pair<std::string_view, std::string_view>, 11> known = {
      {{"identity.sourceIp", now_.request.remote_address},
       {"identity.userAgent", last_header(now_.request, "User-Agent")},
       {"routeKey", now_.route->key},
       {"stage", at_.api.stage.stage},
       {"apiId", at_.api.stage.api_id},
       {"accountId", at_.api.stage.account_id},
       {"httpMethod", now_.request.method},
       {"path", now_.path},
       {"protocol", "HTTP/1.1"},
       {"requestId", now_.id},
       {"domainName", domain_name(now_.request.find("Host"))}}};
  const auto found = std::ranges::find(known, name, [](const auto& one) { return one.first; });
  return found == known.end() ? std::string_view() : found->second;
}

std::string_view http_question::stage_variable(std::string_view name) const {
  const auto found = at_.api.stage.variables.find(std::string(name));
  return found == at_.api.stage.variables.end() ? std::string_view() : found->second;
}

void http_question::write_event(std::string& out, const authorizer_event_form& form) const {
  const bool is_1_0 = form.version == "1.0";
  std::string members = R"("type":"REQUEST")";
  append_member(members, is_1_0 ? R"(,"methodArn":)" : R"(,"routeArn":)", arn);
  append_identity(members += R"(,"identitySource":)", form.identity, !is_1_0);
  if (is_1_0) append_identity(members += R"(,"authorizationToken":)", form.identity, false);
  const http_event_template& event = *now_.route->authorizer_event;
  event.write_authorizer_event(out, describe(at_, now_, event.format()), members);
}

authorizer& guard_of(const http_loop& at, const http_call& now) { return *at.authorizers[*now.route->authorizer]; }

const http_refusal* judge(http_call& now) {
  if (now.said.is_allowed()) return nullptr;
  if (!now.said.www_authenticate.empty()) now.challenge = "www-authenticate: " + now.said.www_authenticate + "\r\n";
  return &refusal_of(now.said.what);
}

// Format 1.0 has what the authorizer said in the place itself, and who has signed in `identity`.
std::string authorizer_text(const http_call& now, http_event_format format) {
  if (!now.said.granted) return {};
  const grant& granted = *now.said.granted;
  const bool is_1_0 = format == http_event_format::http_api_1_0;
  switch (granted.from) {
    case grant::source::lambda: return is_1_0 ? granted.context : R"({"lambda":)" + granted.context + "}";
    case grant::source::jwt: return is_1_0 ? granted.context : R"({"jwt":)" + granted.context + "}";
    case grant::source::iam: break;
  }
  return is_1_0 ? std::string() : R"({"iam":)" + granted.context + "}";
}

}  // namespace lamina::gateway::internal
