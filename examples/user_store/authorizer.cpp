#include "examples/user_store/authorizer.h"

#include "examples/user_store/tokens.h"

namespace user_store {
namespace {

using namespace lamina;

// "arn:aws:execute-api:region:account:api/stage/GET/api/user/self" -> the part up to the stage, slash included.
std::string_view stage_of(std::string_view method_arn) {
  const std::size_t api = method_arn.find('/');
  const std::size_t stage = api == method_arn.npos ? api : method_arn.find('/', api + 1);
  if (!method_arn.starts_with("arn:") || stage == method_arn.npos) throw error("methodArn is no ARN of a method");
  return method_arn.substr(0, stage + 1);
}

json::value make_policy(const token_claims& claims, std::string_view method_arn, const char* effect) {
  const std::string methods = std::string(stage_of(method_arn)) + "*/api";
  const json::value statement{
      {"Action", "execute-api:Invoke"}, {"Effect", effect}, {"Resource", {methods, methods + "/*"}}};
  return {{"principalId", claims.subject},
          {"policyDocument", {{"Version", "2012-10-17"}, {"Statement", json::array{statement}}}},
          {"context", {{"id", claims.subject}, {"exp", claims.expires.count()}}}};
}

}  // namespace

json::value authorizer::answer(const json::value& event, system_time now) const {
  const std::string_view token = bearer_token(json::find_string(event, "authorizationToken"));
  const auto claims = verify_token(key_->get(), token, now);
  if (!claims) throw error("Unauthorized");  // this very text is what the gateway answers with 401
  return make_policy(*claims, json::find_string(event, "methodArn"), claims->has_scope("self") ? "Allow" : "Deny");
}

}  // namespace user_store
