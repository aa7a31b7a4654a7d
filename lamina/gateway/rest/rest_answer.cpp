#include "lamina/base/random.h"
#include "lamina/gateway/integration/extended_request_id.h"
#include "lamina/gateway/rest/internal/rest_steps.h"
#include "lamina/gateway/rest/internal/rest_variables.h"

namespace lamina::gateway::internal {
namespace {

void send(rest_loop& at, rest_call& now, const proxy_response& response, std::string_view body) {
  std::string bytes;
  bytes.reserve(body.size() + 512);
  write_response(bytes, response, body, frame_of(at, now));
  finish(at, now, std::move(bytes), response.status, body.size(), {});
}

}  // namespace

void answer(rest_loop& at, rest_call& now, const gateway_response& response, std::string_view why) {
  std::string bytes;
  now.refused = &response;
  if (why.empty()) why = now.validation_error;
  if (const changed_response* changed = at.api.changed_responses.find(response)) {
    const changed_answer made =
        changed->make(response, rest_variables(at, now), now.request.find("Accept"), now.validation_error);
    write_response(bytes, made, frame_of(at, now));
    return finish(at, now, std::move(bytes), made.status, made.body.size(), why);
  }
  write_response(bytes, response, frame_of(at, now));
  finish(at, now, std::move(bytes), response.status, response.body.size(), why);
}

void answer(rest_loop& at, rest_call& now, const proxy_response& response, std::string_view body) {
  if (!at.api.minimum_compression_size) return send(at, now, response, body);
  proxy_response encoded = response;
  const auto smaller = compress_body(at, now, encoded, body);
  send(at, now, encoded, smaller ? std::string_view(*smaller) : body);
}

response_frame frame_of(rest_loop& at, const rest_call& now) {
  at.now_texts.update(at.loop.wall_clock());
  return {.with_body = now.request.method != "HEAD",
          .keep_alive = now.reply.keeps_alive(),
          .http_1_0 = now.request.version == 10,
          .date = at.now_texts.http_date(),
          .request_id = now.request_id,
          .extended_request_id = now.extended_request_id,
          .trace_id = now.invoked ? std::string_view(now.trace.full) : std::string_view()};
}

access_record record_of(const rest_loop& at, const rest_call& now) {
  const bool is_guarded = now.route != nullptr && now.route->authorizer.has_value();
  return {.request_id = now.request_id,
          .extended_request_id = now.extended_request_id,
          .ip = now.request.remote_address,
          .method = now.method,
          .path = now.target.whole,
          .resource = now.route == nullptr ? std::string_view() : now.route->resource,
          .trace_id = now.trace.full,
          .request = &now.request,
          .authorizer = now.said.log,
          .authorizer_name = is_guarded ? at.api.authorizers.name(*now.route->authorizer) : std::string_view(),
          .granted = now.said.granted.get(),
          .authorizer_latency = now.said.log.empty() ? std::chrono::milliseconds(-1) : now.said.latency,
          .api_key = now.api_key == nullptr ? std::string_view() : std::string_view(now.api_key->value),
          .api_key_id = now.api_key == nullptr ? std::string_view() : std::string_view(now.api_key->id),
          .invoke_status = now.invoke_status,
          .integration_request_id = now.asked_at ? std::string_view(now.request_id) : std::string_view(),
          .error_message = now.refused == nullptr ? std::string_view() : now.refused->message,
          .response_type = now.refused == nullptr ? std::string_view() : name_of(now.refused->type),
          .validation_error = now.validation_error};
}

void finish(rest_loop& at, rest_call& now, std::string bytes, int status, std::size_t body_size, std::string_view why) {
  access_record record = record_of(at, now);
  record.status = status;
  record.response_length = body_size;
  record.latency = at.access.since(now.started);
  record.integration_latency = at.access.since(now.asked_at);
  record.integration_status = now.asked_at && now.refused == nullptr ? status : 0;
  record.error = why.substr(0, 1000);
  at.access.finish(record);
  // Last: the request's views are good until now.
  const bool keep_alive = now.reply.keeps_alive();
  now.reply.answer_raw(std::move(bytes), keep_alive);
}

http::response reject_request(rest_loop& at, int status, std::string_view client) {
  const gateway_response refused = refusal(status);
  at.now_texts.update(at.loop.wall_clock());
  http::response response;
  response.status = refused.status;
  response.headers = {{"Content-Type", "application/json"},
                      {"Date", std::string(at.now_texts.http_date())},
                      {"x-amzn-RequestId", random_uuid()},
                      {"x-amz-apigw-id", make_extended_request_id()}};
  if (!refused.error_type.empty()) response.headers.emplace_back("x-amzn-ErrorType", refused.error_type);
  response.body = refused.body;
  at.access.finish({.request_id = response.headers[2].second,
                    .ip = client,
                    .status = refused.status,
                    .response_length = response.body.size(),
                    .error = "refused before it was a whole request",
                    .error_message = refused.message,
                    .response_type = name_of(refused.type)});
  return response;
}

}  // namespace lamina::gateway::internal
