#include "lamina/gateway/listener/access_variables.h"

#include <algorithm>
#include <array>

#include "lamina/gateway/integration/json_cursor.h"

namespace lamina::gateway {
namespace {

using kind = access_value::kind;
using source = const access_source&;
using name_rest = std::string_view;

access_value text(std::string_view value) noexcept {
  return value.empty() ? access_value{} : access_value{.is = kind::text, .text = value};
}
access_value number(std::int64_t value) noexcept { return {.is = kind::number, .number = value}; }
access_value number_unless_zero(int value) noexcept { return value == 0 ? access_value{} : number(value); }

access_value milliseconds(std::chrono::microseconds value) noexcept {
  return value.count() < 0 ? access_value{} : number((value.count() + 500) / 1000);
}

std::string_view host_of(source from) {
  if (from.record.request == nullptr) return from.record.host;
  return from.record.request->find("Host");
}

// Without the port.
std::string_view domain_of(source from) {
  const std::string_view host = host_of(from);
  if (host.starts_with('[')) return host.substr(0, host.find(']') + 1);
  return host.substr(0, host.find(':'));
}

system_time beginning_of(source from) {
  return from.ended - std::chrono::duration_cast<system_time::duration>(from.record.latency);
}

access_value request_time(source from, name_rest) {
  from.began.update(beginning_of(from));
  return text(from.began.common_log());
}

access_value request_time_epoch(source from, name_rest) {
  return number(std::chrono::duration_cast<std::chrono::milliseconds>(beginning_of(from).time_since_epoch()).count());
}

access_value protocol(source from, name_rest) {
  if (from.record.request == nullptr) return {};
  switch (from.record.request->version) {
    case 10: return text("HTTP/1.0");
    case 20: return text("HTTP/2.0");
    default: return text("HTTP/1.1");
  }
}

access_value user_agent(source from, name_rest) {
  if (from.record.request == nullptr) return text(from.record.user_agent);
  return text(from.record.request->find("User-Agent"));
}

access_value data_processed(source from, name_rest) {
  const std::size_t came =
      from.record.request == nullptr ? from.record.request_length : from.record.request->body.size();
  return number(static_cast<std::int64_t>(came + from.record.response_length));
}

access_value quoted_message(source from, name_rest) {
  if (from.record.error_message.empty()) return {};
  return {.is = kind::quoted, .text = from.record.error_message};
}

// Only of what had an integration: the rest are the gateway's own reasons.
access_value integration_error(source from, name_rest) {
  return from.record.integration_latency.count() < 0 ? access_value{} : text(from.record.error);
}

access_value invoke_status(source from, name_rest) {
  const access_record& record = from.record;
  return number_unless_zero(record.invoke_status != 0 ? record.invoke_status : record.integration_status);
}

// What the authorizer's answer came to for the client.
access_value authorizer_status(source from, name_rest) {
  if (from.record.authorizer.empty()) return {};
  return number(from.record.granted == nullptr ? from.record.status : 200);
}

access_value authorizer_latency(source from, name_rest) { return milliseconds(from.record.authorizer_latency); }
access_value authorizer_error(source from, name_rest) { return text(from.record.authorizer_error); }

const iam_identity* signer_of(source from) noexcept {
  const grant* granted = from.record.granted;
  return granted == nullptr || !granted->identity ? nullptr : &*granted->identity;
}

template <std::string iam_identity::*member>
access_value of_signer(source from, name_rest) {
  const iam_identity* signer = signer_of(from);
  return signer == nullptr ? access_value{} : text(signer->*member);
}

// Of REST APIs, as events have it: other APIs have routes, not resources.
access_value resource_id(source from, name_rest) {
  if (from.record.resource.empty() || !from.record.route_key.empty()) return {};
  from.storage = resource_id_of(from.stage, from.record.resource);
  return text(from.storage);
}

access_value principal(source from, name_rest) {
  return from.record.granted == nullptr ? access_value{} : text(from.record.granted->principal_id);
}

// Moves over an object, and finds the string, number or boolean at `path` ("claims.sub") in it.
bool find_scalar(json_cursor& at, std::string_view path, std::string& storage, access_value& found) {
  return at.read_object([&](const json_text& key) {
    std::string name;
    unescape_to(name, key.raw);
    if (found.is == kind::missing && name == path) {
      json_text string;
      if (at.peek() == '"') {
        if (!at.read_string(string)) return false;
        storage.clear();
        unescape_to(storage, string.raw);
        found = {.is = kind::text, .text = storage};
        return true;
      }
      if (at.peek() != '{' && at.peek() != '[') {
        std::string_view scalar;
        if (!at.read_scalar(scalar)) return false;
        storage.assign(scalar);
        if (scalar != "null") found = {.is = kind::text, .text = storage};
        return true;
      }
    }
    const bool leads_there = path.size() > name.size() && path.starts_with(name) && path[name.size()] == '.';
    if (leads_there && at.peek() == '{') return find_scalar(at, path.substr(name.size() + 1), storage, found);
    return at.skip_value();
  });
}

access_value authorizer_property(source from, name_rest rest) {
  if (from.record.granted == nullptr) return {};
  const std::string_view context = from.record.granted->context;
  std::string wrapped;  // of REST APIs: members without braces
  if (!context.starts_with('{')) wrapped.append("{").append(context).append("}");
  json_cursor at(wrapped.empty() ? context : std::string_view(wrapped));
  access_value found;
  find_scalar(at, rest, from.storage, found);
  return found;
}

template <std::string_view access_record::*member>
access_value record_text(source from, name_rest) {
  return text(from.record.*member);
}

template <std::string api_stage::*member>
access_value stage_text(source from, name_rest) {
  return text(from.stage.*member);
}

// The exact names go before those that end in ".*".
constexpr std::array variables = {
    access_variable{"accountId", stage_text<&api_stage::account_id>},
    access_variable{"apiId",
                    [](source from, name_rest) {
                      return text(from.record.api_id.empty() ? std::string_view(from.stage.api_id)
                                                             : from.record.api_id);
                    }},
    access_variable{"authorize.error", authorizer_error},
    access_variable{"authorize.latency", authorizer_latency},
    access_variable{"authorize.status", authorizer_status},
    access_variable{"authorizer.error", authorizer_error},
    access_variable{"authorizer.integrationLatency", authorizer_latency},
    access_variable{"authorizer.integrationStatus", nullptr},
    access_variable{"authorizer.latency", authorizer_latency},
    access_variable{"authorizer.principalId", principal},
    access_variable{"authorizer.requestId", nullptr},
    access_variable{"authorizer.status", authorizer_status},
    access_variable{"authorizer.*", authorizer_property},
    access_variable{"authenticate.*", nullptr},
    access_variable{"awsEndpointRequestId", record_text<&access_record::integration_request_id>},
    access_variable{"awsEndpointRequestId2", nullptr},
    access_variable{"connectedAt",
                    [](source from, name_rest) {
                      return from.record.connected_at == 0 ? access_value{} : number(from.record.connected_at);
                    }},
    access_variable{"connectionId", record_text<&access_record::connection_id>},
    access_variable{"customDomain.basePathMatched", nullptr},
    access_variable{"dataProcessed", data_processed},
    access_variable{"deploymentId", stage_text<&api_stage::deployment_id>},
    access_variable{"domainName", [](source from, name_rest) { return text(domain_of(from)); }},
    access_variable{"domainPrefix",
                    [](source from, name_rest) {
                      const std::string_view domain = domain_of(from);
                      return text(domain.substr(0, domain.find('.')));
                    }},
    access_variable{"error.message", record_text<&access_record::error_message>},
    access_variable{"error.messageString", quoted_message},
    access_variable{"error.responseType", record_text<&access_record::response_type>},
    access_variable{"error.validationErrorString", record_text<&access_record::validation_error>},
    access_variable{"eventType", record_text<&access_record::event_type>},
    access_variable{"extendedRequestId", record_text<&access_record::extended_request_id>},
    access_variable{"httpMethod", record_text<&access_record::method>},
    access_variable{"identity.accessKey", of_signer<&iam_identity::access_key>},
    access_variable{"identity.accountId", of_signer<&iam_identity::account_id>},
    access_variable{"identity.apiKey", record_text<&access_record::api_key>},
    access_variable{"identity.apiKeyId", record_text<&access_record::api_key_id>},
    access_variable{"identity.caller", of_signer<&iam_identity::caller>},
    access_variable{"identity.clientCert.*", nullptr},
    access_variable{"identity.cognitoAuthenticationProvider", nullptr},
    access_variable{"identity.cognitoAuthenticationType", nullptr},
    access_variable{"identity.cognitoIdentityId", nullptr},
    access_variable{"identity.cognitoIdentityPoolId", nullptr},
    access_variable{"identity.principalOrgId", nullptr},
    access_variable{"identity.sourceIp", record_text<&access_record::ip>},
    access_variable{"identity.user", of_signer<&iam_identity::caller>},
    access_variable{"identity.userAgent", user_agent},
    access_variable{"identity.userArn", of_signer<&iam_identity::user_arn>},
    access_variable{"integration.error", integration_error},
    access_variable{"integration.integrationStatus", invoke_status},
    access_variable{"integration.latency",
                    [](source from, name_rest) { return milliseconds(from.record.integration_latency); }},
    access_variable{"integration.requestId", record_text<&access_record::integration_request_id>},
    access_variable{"integration.status",
                    [](source from, name_rest) { return number_unless_zero(from.record.integration_status); }},
    access_variable{"integrationErrorMessage", integration_error},
    access_variable{"integrationLatency",
                    [](source from, name_rest) { return milliseconds(from.record.integration_latency); }},
    access_variable{"integrationStatus", invoke_status},
    access_variable{"messageId", record_text<&access_record::message_id>},
    access_variable{"path", record_text<&access_record::path>},
    access_variable{"protocol", protocol},
    access_variable{"requestId", record_text<&access_record::request_id>},
    access_variable{"requestTime", request_time},
    access_variable{"requestTimeEpoch", request_time_epoch},
    access_variable{"resourceId", resource_id},
    access_variable{"resourcePath", record_text<&access_record::resource>},
    access_variable{"responseLatency", [](source from, name_rest) { return milliseconds(from.record.latency); }},
    access_variable{
        "responseLength",
        [](source from, name_rest) { return number(static_cast<std::int64_t>(from.record.response_length)); }},
    access_variable{"routeKey", record_text<&access_record::route_key>},
    access_variable{"stage", stage_text<&api_stage::stage>},
    access_variable{"status", [](source from, name_rest) { return number_unless_zero(from.record.status); }},
    access_variable{"waf.*", nullptr},
    access_variable{"wafResponseCode", nullptr},
    access_variable{"webaclArn", nullptr},
    access_variable{"xrayTraceId", record_text<&access_record::trace_id>},
};

}  // namespace

std::span<const access_variable> access_variables() noexcept { return variables; }

const access_variable* find_access_variable(std::string_view name, std::string_view& rest) noexcept {
  const auto stands_for = [name](const access_variable& each) {
    if (!each.name.ends_with(".*")) return each.name == name;
    const std::string_view beginning = each.name.substr(0, each.name.size() - 1);
    return name.starts_with(beginning) && name.size() > beginning.size();
  };
  const auto* found = std::ranges::find_if(variables, stands_for);
  if (found == variables.end()) return nullptr;
  rest = found->name.ends_with(".*") ? name.substr(found->name.size() - 1) : std::string_view();
  return found;
}

}  // namespace lamina::gateway
