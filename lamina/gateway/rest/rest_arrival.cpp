#include "lamina/base/random.h"
#include "lamina/gateway/integration/extended_request_id.h"
#include "lamina/gateway/integration/request_headers.h"
#include "lamina/gateway/rest/internal/rest_steps.h"

namespace lamina::gateway::internal {

rest_call arrive(rest_loop& at, const http::request& request, http::exchange reply) {
  const std::string_view overriding = request.find("X-HTTP-Method-Override");
  return {.request = request,
          .reply = std::move(reply),
          .started = at.loop.now(),
          .request_id = random_uuid(),
          .extended_request_id = make_extended_request_id(),
          .trace = make_trace_id(request.find("X-Amzn-Trace-Id"), at.loop.wall_clock()),
          .target = split_target(request.target),
          .method = overriding.empty() ? request.method : overriding,
          .user_agent = last_header(request, "User-Agent")};
}

const gateway_response* check_limits(const rest_loop& at, const rest_call& now) {
  static const gateway_response bad_request = refusal(400), headers_too_large = refusal(431);
  if (now.request.target.size() > at.options.max_target_bytes) return &responses::uri_too_long;
  if (has_refused_character(now.request.target)) return &bad_request;
  if (header_value_bytes(now.request) > at.options.max_header_value_bytes) return &headers_too_large;
  return nullptr;
}

const gateway_response* find_route(const rest_loop& at, rest_call& now) {
  if (now.target.stage != at.api.stage.stage) return &responses::forbidden;
  if (!at.api.table.find(now.method, now.target.path, now.match)) return &responses::missing_authentication_token;
  now.route = &at.api.routes[now.match.route];
  return now.route->closed.empty() ? nullptr : &responses::internal_error;
}

}  // namespace lamina::gateway::internal
