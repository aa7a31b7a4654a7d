#include "lamina/base/base64.h"
#include "lamina/base/keep_small.h"
#include "lamina/gateway/function_url/internal/url_call.h"
#include "lamina/gateway/integration/http_response.h"

namespace lamina::gateway::internal {

access_log& log_of(url_loop& at, const url_call& now) {
  if (now.target == nullptr) return at.access_of_unknown;
  return at.access[static_cast<std::size_t>(now.target - at.api.functions.data())];
}

namespace {

// Recorded: text, though everything else is JSON.
constexpr url_answer function_failed = {502, "", "Internal Server Error", "text/plain", "Internal Server Error"};
constexpr url_answer throttled = {
    429, "TooManyRequestsException",
    R"({"Reason":"ReservedFunctionConcurrentInvocationLimitExceeded","Type":"User","message":"Rate Exceeded."})",
    "application/json", "Rate Exceeded."};

// The lines are in the loop's storage until the next answer.
void write_cors(url_loop& at, const url_call& now, bool is_preflight) {
  at.cors_lines.clear();
  if (now.target == nullptr || !now.target->cors) return;
  const std::string_view origin = now.request.find("Origin");
  if (is_preflight)
    now.target->cors->write_preflight_lines(at.cors_lines, origin);
  else
    now.target->cors->write_lines(at.cors_lines, origin);
}

void log_answer(url_loop& at, const url_call& now, int status, std::size_t body_size, std::string_view message,
                std::string_view why) {
  access_log& access = log_of(at, now);
  const bool is_guarded = now.target != nullptr && now.target->authorizer;
  access.finish({.request_id = now.request_id,
                 .ip = now.request.remote_address,
                 .method = now.request.method,
                 .path = now.where.path,
                 .resource = now.target == nullptr ? std::string_view() : now.target->key,
                 .route_key = now.target == nullptr ? std::string_view() : "$default",
                 .trace_id = now.trace.full,
                 .request = &now.request,
                 .authorizer = is_guarded ? now.judged.log : std::string_view(),
                 .authorizer_name = is_guarded ? at.api.authorizers.name(*now.target->authorizer) : std::string_view(),
                 .granted = now.judged.granted.get(),
                 .status = status,
                 .response_length = body_size,
                 .latency = access.since(now.started),
                 .integration_latency = access.since(now.asked_at),
                 .integration_status = now.asked_at && why.empty() ? status : 0,
                 .invoke_status = now.invoke_status,
                 .integration_request_id = now.asked_at ? std::string_view(now.request_id) : std::string_view(),
                 .error = why.substr(0, 1000),
                 .error_message = message});
}

// `message`: of an answer of Lambda's own.
void send(url_loop& at, url_call& now, const http_response& response, std::string_view body, std::string_view message,
          std::string_view why) {
  at.now_texts.update(at.loop.wall_clock());
  std::string trace = "X-Amzn-Trace-Id: ";
  trace.append(now.trace.full).append("\r\n");
  std::string bytes;
  bytes.reserve(body.size() + 512);
  write_http_response(bytes, response, body,
                      {.with_body = now.request.method != "HEAD",
                       .keep_alive = now.reply.keeps_alive(),
                       .http_1_0 = now.request.version == 10,
                       .date = at.now_texts.http_date(),
                       .id_name = "x-amzn-RequestId",
                       .id = now.request_id,
                       .default_type = "application/json",
                       .cors_lines = at.cors_lines,
                       .owns_cors = now.target != nullptr && now.target->cors.has_value(),
                       .more_lines = trace});
  log_answer(at, now, response.status, body.size(), message, why);
  // Last: the request's views are good until now.
  const bool keep_alive = now.reply.keeps_alive();
  now.reply.answer_raw(std::move(bytes), keep_alive);
}

void map_response(url_loop& at, url_call& now, std::string_view payload) {
  const auto response = read_http_response(payload, http_response_format::function_url, at.unescaped);
  if (!response) return answer(at, now, function_failed, response.error().message);
  std::string_view body = response->body;
  if (response->is_base64) {
    at.decoded.clear();
    if (!base64_decode_to(at.decoded, body)) return answer(at, now, function_failed, "the body is not base64");
    body = at.decoded;
  }
  write_cors(at, now, false);
  send(at, now, *response, body, {}, {});
  keep_small(at.unescaped);
  keep_small(at.decoded);
}

}  // namespace

void answer(url_loop& at, url_call& now, const url_answer& said, std::string_view why) {
  http_response response{.status = said.status, .headers = {{"Content-Type", said.type}}};
  if (!said.error_type.empty()) response.headers.emplace_back("x-amzn-ErrorType", said.error_type);
  write_cors(at, now, false);
  send(at, now, response, said.body, said.message, why);
}

void answer_preflight(url_loop& at, url_call& now) {
  write_cors(at, now, true);
  send(at, now, {.status = 200}, {}, {}, {});
}

void answer_result(url_loop& at, url_call& now, const std::optional<function_pool::invocation_result>& result) {
  using function_pool::outcome;
  if (!result) return answer(at, now, function_failed, "the function did not answer in time");
  switch (result->outcome) {
    case outcome::success:
      // In streaming mode only what was streamed with metadata is a response; anything else is the body (recorded).
      if (now.target->streams && result->form != function_pool::payload_form::streamed_response)
        return answer(at, now, {200, "", result->payload, "application/octet-stream"});
      return map_response(at, now, result->payload);
    case outcome::throttled: return answer(at, now, throttled, "the function's queue is full");
    case outcome::function_error:
    case outcome::unavailable: return answer(at, now, function_failed, result->payload);
  }
}

}  // namespace lamina::gateway::internal
