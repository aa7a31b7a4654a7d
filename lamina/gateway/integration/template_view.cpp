#include "lamina/gateway/integration/template_view.h"

#include <algorithm>
#include <utility>

#include "lamina/gateway/integration/request_headers.h"
#include "lamina/gateway/router/route_table.h"

namespace lamina::gateway {
namespace {

template_input::fields last_of_each(field_list& from) {
  template_input::fields fields;
  from.for_each_last([&](std::string_view name, std::string_view value) { fields.emplace_back(name, value); });
  return fields;
}

// What there is none of is there with nothing in it: the Framework's templates go through all of them.
template_input::fields identity_of(const rest_request& request) {
  static const iam_identity nobody;
  const iam_identity& who = request.identity == nullptr ? nobody : *request.identity;
  template_input::fields fields = {
      {"cognitoIdentityPoolId", ""},
      {"accountId", who.account_id},
      {"cognitoIdentityId", ""},
      {"caller", who.caller},
      {"sourceIp", request.source_ip},
      {"principalOrgId", ""},
      {"accessKey", who.access_key},
      {"cognitoAuthenticationType", ""},
      {"cognitoAuthenticationProvider", ""},
      {"userArn", who.user_arn},
      {"userAgent", request.user_agent == nullptr ? std::string_view() : *request.user_agent},
      {"user", who.caller}};
  if (!request.api_key.empty()) {
    fields.emplace_back("apiKey", request.api_key);
    fields.emplace_back("apiKeyId", request.api_key_id);
  }
  return fields;
}

}  // namespace

template_view::template_view(api_stage stage, std::string_view resource)
    : stage_(std::move(stage)),
      resource_(resource),
      resource_id_(stable_id(stage_.api_id + resource_, 6)),
      variables_(variable_names(resource)) {}

template_input template_view::show(const rest_request& request, std::string& storage) const {
  template_input seen;
  seen.body = request.body;
  for (std::size_t i = 0; i < std::min(variables_.size(), request.path_values.size()); ++i)
    seen.path.emplace_back(variables_[i], request.path_values[i]);
  seen.query = last_of_each(*request.query);
  seen.headers = last_of_each(*request.headers);
  seen.authorizer = request.authorizer;
  seen.stage_variables = &stage_.variables;
  seen.identity = identity_of(request);
  storage = std::to_string(request.time_epoch);
  const std::string_view domain = domain_name(request.host);
  seen.context = {{"resourceId", resource_id_},
                  {"resourcePath", resource_},
                  {"accountId", stage_.account_id},
                  {"apiId", stage_.api_id},
                  {"deploymentId", stage_.deployment_id},
                  {"stage", stage_.stage},
                  {"protocol", "HTTP/1.1"},
                  {"httpMethod", request.method},
                  {"path", request.context_path},
                  {"requestId", request.request_id},
                  {"extendedRequestId", request.extended_request_id},
                  {"requestTime", request.time},
                  {"requestTimeEpoch", storage},
                  {"domainName", domain},
                  {"domainPrefix", domain.substr(0, domain.find('.'))}};
  return seen;
}

}  // namespace lamina::gateway
