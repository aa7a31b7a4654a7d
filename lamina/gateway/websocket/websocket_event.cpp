#include "lamina/gateway/websocket/websocket_event.h"

#include "lamina/base/base64.h"
#include "lamina/gateway/integration/event_text.h"
#include "lamina/gateway/integration/request_headers.h"

namespace lamina::gateway {
namespace {

// Recorded with a close frame that has no code.
constexpr std::uint16_t no_status = 1005;
constexpr std::string_view no_status_reason = "Client-side close frame status not set";

constexpr std::size_t usual_context_size = 768;  // of a message's event, beside its body

void append_maps(std::string& out, field_list& headers) {
  out += R"("headers":)";
  headers.write_maps(out, R"(,"multiValueHeaders":)");
}

}  // namespace

std::string authorizer_members(const grant& granted, std::chrono::milliseconds latency) {
  return granted.context + R"(,"integrationLatency":)" + std::to_string(latency.count());
}

websocket_event_template::websocket_event_template(const api_stage& stage, std::string_view route) {
  append_member(head_, R"("requestContext":{"routeKey":)", route);
  append_member(stage_, R"(,"stage":)", stage.stage);
  stage_ += R"(,"connectedAt":)";
  append_member(tail_, R"(,"apiId":)", stage.api_id);
  tail_ += '}';
}

void websocket_event_template::begin_context(std::string& out, const websocket_connection& from) const {
  out += head_;
  if (!from.authorizer.empty()) out.append(R"(,"authorizer":{)").append(from.authorizer).append("}");
}

void websocket_event_template::write_kind(std::string& out, const websocket_moment& now, std::string_view kind) const {
  out.append(R"(,"eventType":")").append(kind);
  append_member(out, R"(","extendedRequestId":)", now.request_id);
  append_member(out, R"(,"requestTime":)", now.time);
  out += R"(,"messageDirection":"IN")";
}

void websocket_event_template::end_context(std::string& out, const websocket_connection& from,
                                           const websocket_moment& now) const {
  out += stage_;
  append_number(out, from.connected_at);
  out += R"(,"requestTimeEpoch":)";
  append_number(out, now.time_epoch);
  out += R"(,"identity":{)";
  if (from.user_agent) append_member(out, R"("userAgent":)", *from.user_agent), out += ',';
  append_member(out, R"("sourceIp":)", from.source_ip);
  append_member(out, R"(},"requestId":)", now.request_id);
  append_member(out, R"(,"domainName":)", domain_name(from.host));
  append_member(out, R"(,"connectionId":)", from.id);
  out += tail_;
}

void websocket_event_template::write_connect(std::string& out, const websocket_connection& from,
                                             const websocket_moment& now, field_list& headers,
                                             field_list& query) const {
  out = '{';
  append_maps(out, headers);
  if (!query.empty()) {
    out += R"(,"queryStringParameters":)";
    query.write_maps(out, R"(,"multiValueQueryStringParameters":)");
  }
  out += ',';
  begin_context(out, from);
  write_kind(out, now, "CONNECT");
  end_context(out, from, now);
  out += R"(,"isBase64Encoded":false})";
}

void websocket_event_template::write_authorizer(std::string& out, const websocket_connection& from,
                                                const websocket_moment& now, std::string_view method_arn,
                                                field_list& headers, field_list& query) const {
  out = R"({"type":"REQUEST")";
  append_member(out, R"(,"methodArn":)", method_arn);
  out += ',';
  append_maps(out, headers);
  out += R"(,"queryStringParameters":)";
  if (query.empty())
    out += R"({},"multiValueQueryStringParameters":{})";
  else
    query.write_maps(out, R"(,"multiValueQueryStringParameters":)");
  out += R"(,"stageVariables":{},)";
  begin_context(out, from);
  write_kind(out, now, "CONNECT");
  end_context(out, from, now);
  out += '}';
}

void websocket_event_template::write_message(std::string& out, const websocket_connection& from,
                                             const websocket_moment& now, std::string_view message_id,
                                             std::string_view payload, bool is_binary) const {
  out.reserve(payload.size() + payload.size() / 3 + from.authorizer.size() + usual_context_size);
  out = '{';
  begin_context(out, from);
  append_member(out, R"(,"messageId":)", message_id);
  write_kind(out, now, "MESSAGE");
  end_context(out, from, now);
  if (is_binary) {
    base64_encode_to(out += R"(,"body":")", payload);
    out += R"(","isBase64Encoded":true})";
  } else {
    append_member(out, R"(,"body":)", payload);
    out += R"(,"isBase64Encoded":false})";
  }
}

void websocket_event_template::write_disconnect(std::string& out, const websocket_connection& from,
                                                const websocket_moment& now, std::uint16_t code,
                                                std::string_view reason) const {
  append_member(out = R"({"headers":{"Host":)", {}, from.host);
  append_member(out, R"(,"x-api-key":"","X-Forwarded-For":"","x-restapi":""},"multiValueHeaders":{"Host":[)",
                from.host);
  out += R"(],"x-api-key":[""],"X-Forwarded-For":[""],"x-restapi":[""]},)";
  begin_context(out, from);
  out += R"(,"disconnectStatusCode":)";
  append_number(out, code);
  write_kind(out, now, "DISCONNECT");
  append_member(out, R"(,"disconnectReason":)", code == no_status && reason.empty() ? no_status_reason : reason);
  end_context(out, from, now);
  out += R"(,"isBase64Encoded":false})";
}

}  // namespace lamina::gateway
