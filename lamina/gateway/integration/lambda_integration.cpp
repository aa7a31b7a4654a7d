#include "lamina/gateway/integration/lambda_integration.h"

#include <algorithm>
#include <utility>

#include "lamina/gateway/integration/event_text.h"
#include "lamina/gateway/integration/mapping_template.h"
#include "lamina/gateway/integration/query_string.h"
#include "lamina/gateway/router/route_table.h"
#include "lamina/json/json.h"

namespace lamina::gateway {
namespace {

constexpr std::string_view json_type = "application/json", form_type = "application/x-www-form-urlencoded";

// Texts as they are, other values as JSON: how the templates print a value.
std::string printed(const json::value* value) {
  if (value == nullptr || value->is_null()) return {};
  return value->is_string() ? std::string(value->get_string()) : json::serialize(*value);
}

void append_map(std::string& out, const json::object& from) {
  char separator = '{';
  for (const auto& [key, value] : from) {
    out += std::exchange(separator, ',');
    quote_text_to(out, key);
    append_member(out, ":", printed(&value));
  }
  out.append(from.empty() ? "{}" : "}");
}

// `$context.identity`: what is null prints as nothing.
void append_identity(std::string& out, const rest_request& request) {
  const iam_identity none, &who = request.identity == nullptr ? none : *request.identity;
  append_member(out, R"({"cognitoIdentityPoolId":"","accountId":)", who.account_id);
  append_member(out, R"(,"cognitoIdentityId":"","caller":)", who.caller);
  append_member(out, R"(,"sourceIp":)", request.source_ip);
  append_member(out, R"(,"principalOrgId":"","accessKey":)", who.access_key);
  append_member(out, R"(,"cognitoAuthenticationType":"","cognitoAuthenticationProvider":"","userArn":)", who.user_arn);
  append_member(out, R"(,"userAgent":)", request.user_agent == nullptr ? std::string_view() : *request.user_agent);
  append_member(out, R"(,"user":)", who.caller);
  out += '}';
}

void append_form(std::string& out, std::string_view body) {
  field_list fields;
  std::string storage;
  read_query(body, storage, fields);
  fields.write_last_map(out);
}

bool is_json(std::string_view text) { return json::try_parse(text).has_value(); }

}  // namespace

result<lambda_integration> lambda_integration::make(const config::route& from, const api_stage& stage) {
  const config::rest_integration& setup = from.integration_setup;
  lambda_integration made;
  made.templates_.emplace(json_type, request_template{body_form::json});
  made.templates_.emplace(form_type, request_template{body_form::form});
  for (const auto& [type, text] : setup.templates) {
    made.templates_.erase(type);
    if (!text) continue;
    if (needs_vtl(*text)) return error("the request template of " + type + " needs VTL");
    if (!is_json(*text)) return error("the request template of " + type + " is no JSON");
    made.templates_.emplace(type, request_template{{}, *text});
  }
  if (setup.content_handling == "CONVERT_TO_BINARY") return error("request.contentHandling: CONVERT_TO_BINARY");
  auto compiled = mapped_responses::compile(setup.responses, stage.variables);
  if (!compiled) return compiled.error();
  made.responses_ = *std::move(compiled);
  made.pass_through_ = setup.pass_through;
  if (from.authorizer)
    for (const json::value& claim : from.authorizer->claims) made.claims_.push_back(printed(&claim));
  made.variables_ = variable_names(from.path);
  quote_text_to(made.stage_, stage.stage);
  quote_text_to(made.resource_, from.path);
  json::object variables;
  for (const auto& [name, value] : stage.variables) variables[name] = value;
  append_map(made.stage_variables_, variables);
  return made;
}

// Behind the body, which stands in `out` already.
void lambda_integration::write_built_in(std::string& out, const rest_request& request) const {
  json::object granted;
  if (!request.authorizer.empty())
    if (auto read = json::try_parse("{" + std::string(request.authorizer) + "}")) granted = read->as_object();
  const json::value* claims = granted.if_contains("claims");
  const json::value nothing;
  const auto claim = [&](std::string_view name) { return printed(json::find(claims ? *claims : nothing, name)); };

  append_member(out, R"(,"method":)", request.method);
  append_member(out, R"(,"principalId":)", printed(granted.if_contains("principalId")));
  out.append(R"(,"stage":)").append(stage_).append(R"(,"cognitoPoolClaims":{)");
  for (const std::string& name : claims_) {
    const std::size_t colon = name.find(':');  // "custom:tenant" is shown as "tenant"
    quote_text_to(out, colon == std::string::npos ? name : name.substr(colon + 1));
    append_member(out, ":", claim(name));
    out += ',';
  }
  append_member(out, R"("sub":)", claim("sub"));
  out += R"(},"enhancedAuthContext":)";
  append_map(out, granted);
  request.headers->write_last_map(out += R"(,"headers":)");
  request.query->write_last_map(out += R"(,"query":)");
  out += R"(,"path":{)";
  for (std::size_t i = 0; i < std::min(variables_.size(), request.path_values.size()); ++i) {
    if (i != 0) out += ',';
    quote_text_to(out, variables_[i]);
    append_member(out, ":", request.path_values[i]);
  }
  append_identity(out += R"(},"identity":)", request);
  out.append(R"(,"stageVariables":)").append(stage_variables_);
  out.append(R"(,"requestPath":)").append(resource_).append("}");
}

lambda_integration::outcome lambda_integration::write_event(std::string& out, const rest_request& request,
                                                            std::string_view content_type) const {
  const std::string_view given = media_type(content_type);
  const auto known = templates_.find(given.empty() ? json_type : given);
  if (known == templates_.end()) {
    if (pass_through_ == "NEVER" || (pass_through_ == "WHEN_NO_TEMPLATES" && !templates_.empty()))
      return outcome::unsupported_type;
    out = request.body.empty() ? "{}" : request.body;
    return is_json(out) ? outcome::written : outcome::no_json;
  }
  if (!known->second.built_in) {
    out = known->second.text;
    return outcome::written;
  }
  out = R"({"body":)";
  if (known->second.built_in == body_form::form)
    append_form(out, request.body);
  else if (!request.body.empty() && !is_json(request.body))
    return outcome::no_json;
  else
    out += request.body.empty() ? std::string_view("{}") : request.body;
  write_built_in(out, request);
  return outcome::written;
}

std::string error_message_of(std::string_view payload) {
  const auto read = json::try_parse(payload);
  return read ? std::string(json::find_string(*read, "errorMessage")) : std::string();
}

}  // namespace lamina::gateway
