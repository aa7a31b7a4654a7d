#include "lamina/base/base64.h"
#include "lamina/base/keep_small.h"
#include "lamina/gateway/integration/function_call.h"
#include "lamina/gateway/integration/query_string.h"
#include "lamina/gateway/integration/request_headers.h"
#include "lamina/gateway/rest/internal/rest_steps.h"

namespace lamina::gateway::internal {
namespace {

void map_response(rest_loop& at, rest_call& now, std::string_view payload) {
  const bool streams = now.route->streams;
  const auto response =
      streams ? read_streamed_response(payload, at.unescaped) : read_proxy_response(payload, at.unescaped);
  if (!response) return answer(at, now, responses::bad_gateway, response.error().message);
  std::string_view body = response->body;
  // What is streamed is bytes, whatever the client accepts.
  if (response->is_base64 && (streams || at.api.binary.has_accepted(now.request.find("Accept")))) {
    at.decoded.clear();
    if (!base64_decode_to(at.decoded, body))
      return answer(at, now, responses::api_configuration, "the body is not base64");
    body = at.decoded;
  }
  answer(at, now, *response, body);
  keep_small(at.unescaped);
  keep_small(at.decoded);
}

}  // namespace

rest_request describe(rest_loop& at, const rest_call& now, header_choice which) {
  const http::request& request = now.request;
  at.now_texts.update(at.loop.wall_clock());
  at.headers.clear();
  read_headers(request, {request.remote_address, request.local_port, request.scheme(), now.trace.event_header()},
               at.header_storage, at.headers, which);
  at.query.clear();
  read_query(now.target.query, at.query_storage, at.query);

  rest_request seen;
  seen.method = now.method;
  seen.path = now.target.path;
  seen.context_path = now.target.whole;
  seen.path_values = std::span(now.match.values).first(now.match.value_count);
  seen.headers = &at.headers;
  seen.query = &at.query;
  seen.body = request.body;
  seen.body_is_binary = at.api.binary.has_content_type(request.find("Content-Type"));
  seen.host = request.find("Host");
  seen.source_ip = request.remote_address;
  seen.user_agent = now.user_agent.data() == nullptr ? nullptr : &now.user_agent;
  seen.request_id = now.request_id;
  seen.extended_request_id = now.extended_request_id;
  seen.time = at.now_texts.common_log();
  seen.time_epoch = at.now_texts.epoch_milliseconds();
  return seen;
}

rest_request describe_with_grant(rest_loop& at, const rest_call& now) {
  const grant* const granted = now.said.granted.get();
  const bool is_signed = granted != nullptr && granted->identity.has_value();
  rest_request seen = describe(at, now, is_signed ? header_choice::proxy_event_of_signed : header_choice::proxy_event);
  if (granted != nullptr) {
    seen.authorizer = granted->context;
    seen.authorizer_latency = granted->from == grant::source::lambda ? now.said.latency.count() : -1;
    seen.identity = is_signed ? &*granted->identity : nullptr;
  }
  if (now.api_key != nullptr) {
    seen.api_key = now.api_key->value;
    seen.api_key_id = now.api_key->id;
  }
  return seen;
}

function_pool::invocation make_invocation(rest_loop& at, const rest_call& now) {
  const rest_request seen = describe_with_grant(at, now);
  now.route->event.write(at.event, seen);
  function_pool::invocation made{at.event, now.request_id, now.trace.full, {}};
  keep_small(at.event);
  return made;
}

void answer_result(rest_loop& at, rest_call& now, const std::optional<function_pool::invocation_result>& result) {
  now.invoke_status = invoke_status_of(result);
  now.invoked = true;
  if (!result || result->outcome != function_pool::outcome::success) return answer_failure(at, now, result);
  if (now.route->streams && result->form != function_pool::payload_form::streamed_response)
    return answer(at, now, responses::bad_gateway, "the function has not streamed its answer with metadata");
  map_response(at, now, result->payload);
}

void answer_failure(rest_loop& at, rest_call& now, const std::optional<function_pool::invocation_result>& result) {
  using function_pool::outcome;
  if (!result) return answer(at, now, responses::timed_out, "the function did not answer in time");
  if (result->outcome == outcome::throttled)
    return answer(at, now, responses::too_many_requests, "the function's queue is full");
  const bool has_failed = result->outcome == outcome::function_error;
  answer(at, now, has_failed ? responses::bad_gateway : responses::integration_failure, result->payload);
}

}  // namespace lamina::gateway::internal
