#include "lamina/gateway/integration/event_text.h"
#include "lamina/gateway/integration/request_headers.h"
#include "lamina/gateway/rest/internal/rest_steps.h"

namespace lamina::gateway::internal {
namespace {

std::string_view sent_key(const rest_loop& at, const rest_call& now) {
  if (at.api.key_source == config::api_key_source::header) return last_header(now.request, "x-api-key");
  return now.said.granted ? std::string_view(now.said.granted->usage_key) : std::string_view();
}

}  // namespace

const gateway_response* check_throttle(const rest_loop& at, const rest_call& now) {
  token_bucket* const own = now.route->checks ? now.route->checks->throttle.get() : nullptr;
  return take_each(own, at.options.account_throttle.get(), at.loop) ? nullptr : &responses::too_many_requests;
}

const gateway_response* check_api_key(const rest_loop& at, rest_call& now) {
  if (!now.route->checks || !now.route->checks->needs_key) return nullptr;
  const auto said =
      at.api.plans->decide(sent_key(at, now), now.route->resource, now.method, at.loop.now(), at.loop.wall_clock());
  now.api_key = said.by;
  return said.refused;
}

const gateway_response* check_validity(const rest_loop&, rest_call& now) {
  if (!now.route->checks || now.route->checks->validation.is_empty()) return nullptr;
  const auto failure =
      now.route->checks->validation.check({.headers = now.request.headers,
                                           .names_have_case = now.request.version < 20,
                                           .query = now.target.query,
                                           .path_values = std::span(now.match.values).first(now.match.value_count),
                                           .body = now.request.body});
  if (!failure) return nullptr;
  now.validation_error = failure->detail;
  now.refusal_message = failure->message;
  append_member(now.refusal_body, R"({"message":)", now.refusal_message);
  now.refusal_body += '}';
  now.refusal = responses::bad_request_body;
  now.refusal.type = failure->type;
  now.refusal.body = now.refusal_body;
  now.refusal.message = now.refusal_message;
  return &now.refusal;
}

}  // namespace lamina::gateway::internal
