#include "lamina/gateway/integration/http_event.h"

#include "lamina/base/base64.h"
#include "lamina/base/percent_encoding.h"
#include "lamina/base/utf8.h"
#include "lamina/gateway/integration/event_text.h"
#include "lamina/gateway/integration/request_headers.h"
#include "lamina/gateway/router/route_table.h"

namespace lamina::gateway {
namespace {

void append_key(std::string& out, std::string_view name) {
  quote_text_to(out, name);
  out += ':';
}

std::string variables_text(const std::map<std::string, std::string>& variables) {
  if (variables.empty()) return {};
  std::string text;
  for (const auto& [name, value] : variables) {
    text += text.empty() ? '{' : ',';
    append_key(text, name);
    quote_text_to(text, value);
  }
  return text + '}';
}

void append_domain(std::string& out, std::string_view host) {
  const std::string_view domain = domain_name(host);
  append_member(out, R"(,"domainName":)", domain);
  append_member(out, R"(,"domainPrefix":)", domain.substr(0, domain.find('.')));
}

void append_cookies(std::string& out, std::span<const std::string_view> cookies) {
  if (cookies.empty()) return;
  out += R"(,"cookies":[)";
  for (const std::string_view one : cookies) {
    quote_text_to(out, one);
    out += ',';
  }
  out.back() = ']';
}

// Bytes that are no UTF-8 are never called text: they would not survive.
void append_body(std::string& out, const http_event_request& request) {
  if (request.body_is_text && is_utf8(request.body)) {
    append_member(out, R"(,"body":)", request.body);
    out += R"(,"isBase64Encoded":false})";
  } else {
    base64_encode_to(out += R"(,"body":")", request.body);
    out += R"(","isBase64Encoded":true})";
  }
}

// As the developer guide shows it; no recording has values in it.
void append_identity(std::string& out, const http_event_request& request) {
  constexpr std::string_view cognito =
      R"(,"cognitoAmr":null,"cognitoAuthenticationProvider":null,"cognitoAuthenticationType":null,)"
      R"("cognitoIdentityId":null,"cognitoIdentityPoolId":null,"principalOrgId":null)";
  if (const iam_identity* const who = request.identity) {
    append_member(out, R"(,"identity":{"accessKey":)", who->access_key);
    append_member(out, R"(,"accountId":)", who->account_id);
    append_member(out, R"(,"caller":)", who->caller);
    append_member(out += cognito, R"(,"user":)", who->caller);
    append_member(out, R"(,"userArn":)", who->user_arn);
  } else {
    out += R"(,"identity":{"accessKey":null,"accountId":null,"caller":null)";
    out.append(cognito).append(R"(,"user":null,"userArn":null)");
  }
  append_member(out, R"(,"sourceIp":)", request.source_ip);
  if (request.user_agent.data() == nullptr)
    out += R"(,"userAgent":null})";
  else
    append_member(out, R"(,"userAgent":)", request.user_agent), out += '}';
}

void append_context_1_0(std::string& out, const http_event_request& request) {
  out += R"(,"authorizer":)";
  out += request.authorizer.empty() ? R"({"claims":null,"scopes":null})" : request.authorizer;
  append_domain(out, request.host);
  append_member(out, R"(,"extendedRequestId":)", request.request_id);
  append_member(out, R"(,"httpMethod":)", request.method);
  append_identity(out, request);
  append_member(out, R"(,"path":)", request.path);
  append_member(out, R"(,"protocol":"HTTP/1.1","requestId":)", request.request_id);
  append_member(out, R"(,"requestTime":)", request.time);
  append_number(out += R"(,"requestTimeEpoch":)", request.time_epoch);
  out += '}';
}

void append_context_2_0(std::string& out, const http_event_request& request) {
  if (!request.authorizer.empty()) out.append(R"(,"authorizer":)").append(request.authorizer);
  append_domain(out, request.host);
  append_member(out, R"(,"http":{"method":)", request.method);
  append_member(out, R"(,"path":)", request.path);
  append_member(out, R"(,"protocol":"HTTP/1.1","sourceIp":)", request.source_ip);
  append_member(out, R"(,"userAgent":)", request.user_agent);
  append_member(out, R"(},"requestId":)", request.request_id);
  append_member(out, R"(,"time":)", request.time);
  append_number(out += R"(,"timeEpoch":)", request.time_epoch);
  out += '}';
}

}  // namespace

http_event_template::http_event_template(const api_stage& stage, std::string_view route_key, http_event_format format)
    : format_(format), stage_variables_(variables_text(stage.variables)) {
  const bool is_default = route_key.find(' ') == std::string_view::npos;
  const std::string_view resource = is_default ? route_key : route_key.substr(route_key.find(' ') + 1);
  for (const std::string& name : variable_names(resource)) append_key(variables_.emplace_back(), name);
  context_ = R"(,"requestContext":{)";
  append_member(context_, R"("accountId":)", stage.account_id);
  append_member(context_, R"(,"apiId":)", stage.api_id);
  append_member(context_, R"(,"stage":)", stage.stage);
  if (format == http_event_format::http_api_1_0) {
    append_member(head_, R"("resource":)", resource);
    head_ += R"(,"path":)";
    append_member(context_, R"(,"resourcePath":)", resource);
    if (is_default)
      context_ += R"(,"resourceId":null)";
    else
      append_member(context_, R"(,"resourceId":)", route_key);
  } else {
    append_member(head_, R"("routeKey":)", route_key);
    head_ += R"(,"rawPath":)";
    append_member(context_, R"(,"routeKey":)", route_key);
  }
}

void http_event_template::write_path_values(std::string& out, std::span<const std::string_view> values) const {
  for (std::size_t i = 0; i < values.size(); ++i) {
    out += i == 0 ? '{' : ',';
    append_member(out, variables_[i], values[i]);
  }
  out += '}';
}

void http_event_template::write_1_0(std::string& out, const http_event_request& request) const {
  append_member(out, R"(,"httpMethod":)", request.method);
  out += R"(,"headers":)";
  request.headers->write_maps(out, R"(,"multiValueHeaders":)");
  out += R"(,"queryStringParameters":)";
  request.query->write_maps(out, R"(,"multiValueQueryStringParameters":)");
  out += R"(,"pathParameters":)";
  if (variables_.empty() || variables_.size() != request.path_values.size())
    out += "null";
  else
    write_path_values(out, request.path_values);
  out += R"(,"stageVariables":)";
  out += stage_variables_.empty() ? "null" : std::string_view(stage_variables_);
  out += context_;
  append_context_1_0(out, request);
}

void http_event_template::write_2_0(std::string& out, const http_event_request& request) const {
  append_member(out, R"(,"rawQueryString":)", request.raw_query);
  append_cookies(out, request.cookies);
  request.headers->write_joined_map(out += R"(,"headers":)");
  if (!request.query->empty()) request.query->write_joined_map(out += R"(,"queryStringParameters":)");
  out += context_;
  append_context_2_0(out, request);
  if (!variables_.empty() && variables_.size() == request.path_values.size())
    write_path_values(out += R"(,"pathParameters":)", request.path_values);
  if (!stage_variables_.empty()) out.append(R"(,"stageVariables":)").append(stage_variables_);
}

void http_event_template::write_request(std::string& out, const http_event_request& request) const {
  out += head_;
  quote_text_to(out, format_ == http_event_format::function_url ? request.raw_path : request.path);
  if (format_ == http_event_format::http_api_1_0)
    write_1_0(out, request);
  else
    write_2_0(out, request);
}

void http_event_template::write(std::string& out, const http_event_request& request) const {
  const bool is_1_0 = format_ == http_event_format::http_api_1_0;
  out = is_1_0 ? R"({"version":"1.0",)" : R"({"version":"2.0",)";
  write_request(out, request);
  if (!request.body.empty())
    append_body(out, request);
  else
    out += is_1_0 ? R"(,"body":null,"isBase64Encoded":false})" : R"(,"isBase64Encoded":false})";
}

void http_event_template::write_authorizer_event(std::string& out, const http_event_request& request,
                                                 std::string_view members) const {
  out = format_ == http_event_format::http_api_1_0 ? R"({"version":"1.0",)" : R"({"version":"2.0",)";
  out.append(members).append(",");
  write_request(out, request);
  out += '}';
}

std::string_view decode_http_path(std::string_view path, std::string& storage) {
  if (path.find('%') == std::string_view::npos) return path;
  storage.clear();
  percent_decode_to(storage, path);
  return std::string_view(storage).substr(0, storage.find('?'));
}

}  // namespace lamina::gateway
