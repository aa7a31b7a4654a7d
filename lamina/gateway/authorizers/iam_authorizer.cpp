#include "lamina/gateway/authorizers/iam_authorizer.h"

#include <algorithm>
#include <utility>

#include "lamina/aws/signature_check.h"
#include "lamina/gateway/api_stage.h"
#include "lamina/gateway/integration/event_text.h"

namespace lamina::gateway {
namespace {

using verdict = authorization::verdict;

iam_identity identity_of(const known_caller& from) {
  iam_identity made{from.keys.access_key_id, from.account_id, from.account_id, from.user_arn};
  if (made.user_arn.empty()) {
    made.user_arn = "arn:aws:iam::" + from.account_id + ":root";
  } else {
    // A unique id as IAM gives them to its users, the same at every start.
    made.caller = "AIDA" + stable_id(from.user_arn, 17);
    std::ranges::transform(made.caller, made.caller.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  }
  return made;
}

std::string context_of(const iam_identity& who) {
  std::string out = R"({"accessKey":)";
  quote_text_to(out, who.access_key);
  append_member(out, R"(,"accountId":)", who.account_id);
  append_member(out, R"(,"callerId":)", who.caller);
  out += R"(,"cognitoIdentity":null,"principalOrgId":null)";
  append_member(out, R"(,"userArn":)", who.user_arn);
  append_member(out, R"(,"userId":)", who.caller);
  return out + "}";
}

}  // namespace

iam_authorizer::iam_authorizer(iam_authorizer_options options, scheduler& loop)
    : options_(std::move(options)), loop_(loop) {
  for (const known_caller& one : options_.callers) {
    keys_.push_back(one.keys);
    auto granted = std::make_shared<grant>();
    granted->from = grant::source::iam;
    granted->identity = identity_of(one);
    granted->principal_id = granted->identity->user_arn;
    if (options_.tells_context) granted->context = context_of(*granted->identity);
    grants_.push_back(std::move(granted));
  }
}

bool iam_authorizer::decide(const guarded_request& request, authorization& said) {
  const http::request& sent = request.sent;
  const auto signer = aws::check_signature({sent.method, sent.target, sent.headers, sent.body}, keys_, options_.service,
                                           options_.region, loop_.wall_clock());
  if (!signer) {
    const error& why = signer.error();
    const bool is_unsigned = why.name == "MissingAuthenticationTokenException";
    said.what = is_unsigned ? verdict::missing_authentication_token : verdict::invalid_signature;
    if (!is_unsigned) said.message = why.message, said.error_type = why.name;
    return true;
  }
  const auto found = std::ranges::find(keys_, *signer, &aws::credentials::access_key_id);
  const auto index = static_cast<std::size_t>(found - keys_.begin());
  said.log = "signed";
  said.granted = grants_[index];
  said.what = judge(options_.callers[index], request, *said.granted->identity);
  return true;
}

verdict iam_authorizer::judge(const known_caller& caller, const guarded_request& request,
                              const iam_identity& who) const {
  if (!caller.may) return verdict::allowed;
  switch (caller.may->decide(request.arn, policy_facts(request.sent, loop_, &who))) {
    case policy::decision::allow: return verdict::allowed;
    case policy::decision::deny: return verdict::access_denied;
    case policy::decision::explicit_deny: break;
  }
  return verdict::access_denied_explicitly;
}

void iam_authorizer::ask(const guarded_request& request, completion done) {
  authorization said;
  decide(request, said);
  loop_.post([said = std::move(said), done = std::move(done)]() mutable { done(std::move(said)); });
}

}  // namespace lamina::gateway
