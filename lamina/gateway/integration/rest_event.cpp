#include "lamina/gateway/integration/rest_event.h"

#include <utility>

#include "lamina/base/base64.h"
#include "lamina/gateway/integration/event_text.h"
#include "lamina/gateway/integration/request_headers.h"
#include "lamina/gateway/router/route_table.h"

namespace lamina::gateway {
namespace {

constexpr std::string_view no_stage_variables = R"(,"stageVariables":null)";

// Those of an unsigned request are null, as are those of Cognito's identity pools always.
void append_signer(std::string& out, const iam_identity& from) {
  append_member(out, R"(,"identity":{"cognitoIdentityPoolId":null,"accountId":)", from.account_id);
  append_member(out, R"(,"cognitoIdentityId":null,"caller":)", from.caller);
  append_member(out, R"(,"principalOrgId":null,"accessKey":)", from.access_key);
  append_member(out, R"(,"cognitoAuthenticationType":null,"cognitoAuthenticationProvider":null,"userArn":)",
                from.user_arn);
  append_member(out, R"(,"user":)", from.caller);
}

void append_variables(std::string& out, const std::map<std::string, std::string>& variables) {
  for (char separator = '{'; const auto& [name, value] : variables) {
    out += std::exchange(separator, ',');
    quote_text_to(out, name);
    append_member(out, ":", value);
  }
  out += '}';
}

// Twelve keys, null but for two, in every recording without IAM or an API key.
void append_identity(std::string& out, const rest_request& request) {
  if (request.identity != nullptr)
    append_signer(out, *request.identity);
  else
    out += R"(,"identity":{"cognitoIdentityPoolId":null,"accountId":null,"cognitoIdentityId":null,"caller":null,)"
           R"("principalOrgId":null,"accessKey":null,"cognitoAuthenticationType":null,)"
           R"("cognitoAuthenticationProvider":null,"userArn":null,"user":null)";
  append_member(out, R"(,"sourceIp":)", request.source_ip);
  if (!request.api_key.empty()) {
    append_member(out, R"(,"apiKey":)", request.api_key);
    append_member(out, R"(,"apiKeyId":)", request.api_key_id);
  }
  if (request.user_agent == nullptr)
    out += R"(,"userAgent":null})";
  else
    append_member(out, R"(,"userAgent":)", *request.user_agent), out += '}';
}

void append_authorizer(std::string& out, const rest_request& request) {
  if (request.authorizer.empty()) return;
  out.append(R"(,"authorizer":{)").append(request.authorizer);
  if (request.authorizer_latency >= 0) {
    out += R"(,"integrationLatency":)";
    append_number(out, request.authorizer_latency);
  }
  out += '}';
}

void append_context(std::string& out, const rest_request& request) {
  append_authorizer(out, request);
  append_member(out, R"(,"httpMethod":)", request.method);
  append_member(out, R"(,"extendedRequestId":)", request.extended_request_id);
  append_member(out, R"(,"requestTime":)", request.time);
  append_member(out, R"(,"path":)", request.context_path);
  const std::string_view domain = domain_name(request.host);
  append_member(out, R"(,"domainName":)", domain);
  append_member(out, R"(,"domainPrefix":)", domain.substr(0, domain.find('.')));
  out += R"(,"requestTimeEpoch":)";
  append_number(out, request.time_epoch);
  append_member(out, R"(,"requestId":)", request.request_id);
  append_identity(out, request);
}

void append_body(std::string& out, const rest_request& request) {
  if (request.body.empty()) {
    out += R"(,"body":null,"isBase64Encoded":false})";
  } else if (request.body_is_binary) {
    base64_encode_to(out += R"(,"body":")", request.body);
    out += R"(","isBase64Encoded":true})";
  } else {
    append_member(out, R"(,"body":)", request.body);
    out += R"(,"isBase64Encoded":false})";
  }
}

}  // namespace

rest_event_template::rest_event_template(const api_stage& stage, std::string_view resource,
                                         std::string_view operation_name) {
  append_member(head_, R"({"resource":)", resource);
  head_ += R"(,"path":)";
  for (const std::string& name : variable_names(resource)) {
    quote_text_to(variables_.emplace_back(), name);
    variables_.back() += ':';
  }
  if (stage.variables.empty())
    context_ = no_stage_variables;
  else
    append_variables(context_ = R"(,"stageVariables":)", stage.variables);
  context_ += R"(,"requestContext":{)";
  append_member(context_, R"("resourceId":)", resource_id_of(stage, resource));
  append_member(context_, R"(,"resourcePath":)", resource);
  append_member(context_, R"(,"accountId":)", stage.account_id);
  append_member(context_, R"(,"apiId":)", stage.api_id);
  append_member(context_, R"(,"deploymentId":)", stage.deployment_id);
  append_member(context_, R"(,"stage":)", stage.stage);
  if (!operation_name.empty()) append_member(context_, R"(,"operationName":)", operation_name);
  context_ += R"(,"protocol":"HTTP/1.1")";
}

void rest_event_template::write_path_values(std::string& out, std::span<const std::string_view> values,
                                            std::string_view none) const {
  out += R"(,"pathParameters":)";
  if (variables_.empty() || values.size() != variables_.size()) {
    out += none;
    return;
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    out += i == 0 ? '{' : ',';
    append_member(out, variables_[i], values[i]);
  }
  out += '}';
}

void rest_event_template::write(std::string& out, const rest_request& request) const {
  out = head_;
  quote_text_to(out, request.path);
  append_member(out, R"(,"httpMethod":)", request.method);
  out += R"(,"headers":)";
  request.headers->write_maps(out, R"(,"multiValueHeaders":)");
  out += R"(,"queryStringParameters":)";
  request.query->write_maps(out, R"(,"multiValueQueryStringParameters":)");
  write_path_values(out, request.path_values, "null");
  out += context_;
  append_context(out, request);
  out += '}';
  append_body(out, request);
}

void rest_event_template::write_authorizer(std::string& out, const rest_request& request,
                                           std::string_view method_arn) const {
  append_member(out = R"({"type":"REQUEST")", R"(,"methodArn":)", method_arn);
  out.append(",").append(head_, 1);
  quote_text_to(out, request.path);
  append_member(out, R"(,"httpMethod":)", request.method);
  out += R"(,"headers":)";
  request.headers->write_maps(out, R"(,"multiValueHeaders":)");
  out += R"(,"queryStringParameters":)";
  if (request.query->empty())
    out += R"({},"multiValueQueryStringParameters":{})";
  else
    request.query->write_maps(out, R"(,"multiValueQueryStringParameters":)");
  write_path_values(out, request.path_values, "{}");
  const bool has_variables = !context_.starts_with(no_stage_variables);
  if (!has_variables) out += R"(,"stageVariables":{})";
  out.append(context_, has_variables ? 0 : no_stage_variables.size());
  append_context(out, request);
  out += "}}";
}

}  // namespace lamina::gateway
