#include "lamina/base/base64.h"
#include "lamina/base/keep_small.h"
#include "lamina/gateway/http_api/internal/http_steps.h"
#include "lamina/gateway/integration/function_call.h"
#include "lamina/gateway/integration/http_headers.h"
#include "lamina/gateway/integration/query_string.h"

namespace lamina::gateway::internal {
namespace {

void map_response(http_loop& at, http_call& now, std::string_view payload) {
  const auto response = read_http_response(payload, now.route->answers, at.unescaped);
  if (!response) return answer(at, now, http_refusals::internal_error, response.error().message);
  std::string_view body = response->body;
  if (response->is_base64) {
    at.decoded.clear();
    if (!base64_decode_to(at.decoded, body))
      return answer(at, now, http_refusals::internal_error, "the body is not base64");
    body = at.decoded;
  }
  answer(at, now, *response, body);
  keep_small(at.unescaped);
  keep_small(at.decoded);
}

}  // namespace

http_event_request describe(http_loop& at, const http_call& now, http_event_format format) {
  const http::request& request = now.request;
  const auto cookies = format == http_event_format::http_api_1_0 ? cookie_choice::left : cookie_choice::moved;
  at.now_texts.update(at.loop.wall_clock());
  at.headers.clear();
  read_http_headers(request, {request.remote_address, request.local_port, request.scheme(), now.trace.event_header()},
                    cookies, at.header_storage, at.headers, at.cookies);
  at.query.clear();
  read_query(now.target.query, at.query_storage, at.query);

  http_event_request seen;
  seen.method = request.method;
  seen.path = now.path;
  seen.raw_query = now.target.query;
  seen.path_values = std::span(now.match.values).first(now.match.value_count);
  seen.headers = &at.headers;
  seen.query = &at.query;
  seen.cookies = at.cookies;
  seen.body = request.body;
  seen.body_is_text = is_text_type(request.find("Content-Type"));
  seen.host = request.find("Host");
  seen.source_ip = request.remote_address;
  seen.user_agent = last_header(request, "User-Agent");
  seen.request_id = now.id;
  seen.time = at.now_texts.common_log();
  seen.time_epoch = at.now_texts.epoch_milliseconds();
  return seen;
}

function_pool::invocation make_invocation(http_loop& at, const http_call& now) {
  http_event_request seen = describe(at, now, now.route->event.format());
  const std::string authorizer = authorizer_text(now, now.route->event.format());
  seen.authorizer = authorizer;
  if (now.said.granted && now.said.granted->identity) seen.identity = &*now.said.granted->identity;
  now.route->event.write(at.event, seen);
  function_pool::invocation made{at.event, now.invocation_id, now.trace.full, {}};
  keep_small(at.event);
  return made;
}

void answer_result(http_loop& at, http_call& now, const std::optional<function_pool::invocation_result>& result) {
  using function_pool::outcome;
  now.invoke_status = invoke_status_of(result);
  if (!result) return answer(at, now, http_refusals::unavailable, "the function did not answer in time");
  switch (result->outcome) {
    case outcome::success: return map_response(at, now, result->payload);
    case outcome::function_error: return answer(at, now, http_refusals::internal_error, result->payload);
    case outcome::throttled: return answer(at, now, http_refusals::too_many_requests, "the function's queue is full");
    case outcome::unavailable: return answer(at, now, http_refusals::internal_error, result->payload);
  }
}

}  // namespace lamina::gateway::internal
