#include "lamina/gateway/http_api/internal/http_steps.h"
#include "lamina/gateway/integration/extended_request_id.h"

namespace lamina::gateway::internal {
namespace {

constexpr std::string_view id_name = "Apigw-Requestid";

// The lines are in the loop's storage until the next answer.
void write_cors(http_loop& at, const http_call& now, bool is_preflight) {
  at.cors_lines.clear();
  if (!at.api.cors) return;
  const std::string_view origin = now.request.find("Origin");
  if (is_preflight)
    at.api.cors->write_preflight_lines(at.cors_lines, origin);
  else
    at.api.cors->write_lines(at.cors_lines, origin);
}

http_response_frame frame_of(http_loop& at, const http_call& now) {
  at.now_texts.update(at.loop.wall_clock());
  return {.with_body = now.request.method != "HEAD",
          .keep_alive = now.reply.keeps_alive(),
          .http_1_0 = now.request.version == 10,
          .date = at.now_texts.http_date(),
          .id_name = id_name,
          .id = now.id,
          .default_type = "text/plain; charset=utf-8",
          .cors_lines = at.cors_lines,
          .owns_cors = at.api.cors.has_value(),
          .more_lines = now.challenge};
}

// Writes the line of the access log and sends the bytes.
void finish(http_loop& at, http_call& now, std::string bytes, int status, std::size_t body_size,
            const http_refusal& refused, std::string_view why) {
  const std::string_view key = now.route == nullptr ? std::string_view() : now.route->key;
  at.access.finish({.request_id = now.id,
                    .ip = now.request.remote_address,
                    .method = now.request.method,
                    .path = now.target.path,
                    .resource = key.substr(key.find(' ') + 1),
                    .route_key = key,
                    .trace_id = now.trace.full,
                    .request = &now.request,
                    .authorizer = now.said.log,
                    .authorizer_name = now.route != nullptr && now.route->authorizer
                                           ? at.api.authorizers.name(*now.route->authorizer)
                                           : std::string_view(),
                    .granted = now.said.granted.get(),
                    .authorizer_latency = now.said.log.empty() ? std::chrono::milliseconds(-1) : now.said.latency,
                    .status = status,
                    .response_length = body_size,
                    .latency = at.access.since(now.started),
                    .integration_latency = at.access.since(now.asked_at),
                    .integration_status = now.asked_at && why.empty() ? status : 0,
                    .invoke_status = now.invoke_status,
                    .integration_request_id = now.asked_at ? std::string_view(now.invocation_id) : std::string_view(),
                    .error = why.substr(0, 1000),
                    .error_message = refused.message,
                    .response_type = name_of(refused.type)});
  // Last: the request's views are good until now.
  const bool keep_alive = now.reply.keeps_alive();
  now.reply.answer_raw(std::move(bytes), keep_alive);
}

std::string_view message_of(int status) noexcept {
  switch (status) {
    case 408: return R"({"message":"Request Timeout"})";
    case 413: return http_refusals::request_too_large.body;
    case 414: return http_refusals::uri_too_long.body;
    case 417: return R"({"message":"Expectation Failed"})";
    case 431: return http_refusals::headers_too_large.body;
    case 501: return R"({"message":"Not Implemented"})";
    case 505: return R"({"message":"HTTP Version Not Supported"})";
    default: return R"({"message":"Bad Request"})";
  }
}

}  // namespace

void answer(http_loop& at, http_call& now, const http_refusal& refused, std::string_view why) {
  write_cors(at, now, &refused == &http_refusals::preflight);
  std::string bytes;
  write_http_message(bytes, refused.status, refused.body, frame_of(at, now));
  finish(at, now, std::move(bytes), refused.status, refused.body.size(), refused, why);
}

void answer(http_loop& at, http_call& now, const http_response& response, std::string_view body) {
  write_cors(at, now, false);
  std::string bytes;
  bytes.reserve(body.size() + 512);
  write_http_response(bytes, response, body, frame_of(at, now));
  finish(at, now, std::move(bytes), response.status, body.size(), {}, {});
}

http::response reject_request(http_loop& at, int status, std::string_view client) {
  at.now_texts.update(at.loop.wall_clock());
  http::response response;
  response.status = status;
  response.headers = {{"Content-Type", "application/json"},
                      {"Date", std::string(at.now_texts.http_date())},
                      {std::string(id_name), make_extended_request_id()}};
  response.body = message_of(status);
  at.access.finish({.request_id = response.headers[2].second,
                    .ip = client,
                    .status = status,
                    .response_length = response.body.size(),
                    .error = "refused before it was a whole request"});
  return response;
}

}  // namespace lamina::gateway::internal
