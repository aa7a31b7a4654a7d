#include "lamina/events/authorizer_response.h"

#include <utility>

namespace lamina {
namespace {

json::object to_json(const authorizer_policy::statement& statement) {
  json::array resources;
  for (const std::string& arn : statement.resources) resources.emplace_back(arn);
  return {{"Action", "execute-api:Invoke"},
          {"Effect", statement.is_allowed ? "Allow" : "Deny"},
          {"Resource", std::move(resources)}};
}

}  // namespace

authorizer_policy authorizer_policy::allow(std::string_view principal_id, std::string_view arn) {
  return authorizer_policy{.principal_id = std::string(principal_id)}.and_allow(arn);
}

authorizer_policy authorizer_policy::deny(std::string_view principal_id, std::string_view arn) {
  return authorizer_policy{.principal_id = std::string(principal_id)}.and_deny(arn);
}

authorizer_policy& authorizer_policy::and_allow(std::string_view arn) & {
  statements.push_back({.is_allowed = true, .resources = {std::string(arn)}});
  return *this;
}

authorizer_policy& authorizer_policy::and_deny(std::string_view arn) & {
  statements.push_back({.is_allowed = false, .resources = {std::string(arn)}});
  return *this;
}

authorizer_policy& authorizer_policy::with(std::string_view key, json::value value) & {
  context[key] = std::move(value);
  return *this;
}

json::value authorizer_policy::to_json() const {
  json::array list;
  for (const statement& one : statements) list.push_back(lamina::to_json(one));
  json::object response{{"principalId", principal_id},
                        {"policyDocument", {{"Version", "2012-10-17"}, {"Statement", std::move(list)}}}};
  if (!context.empty()) response["context"] = context;
  if (!usage_identifier_key.empty()) response["usageIdentifierKey"] = usage_identifier_key;
  return response;
}

json::value simple_authorizer_response::to_json() const {
  json::object response{{"isAuthorized", is_authorized}};
  if (!context.empty()) response["context"] = context;
  return response;
}

}  // namespace lamina
