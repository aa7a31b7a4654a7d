#include <algorithm>

#include "lamina/base/random.h"
#include "lamina/gateway/http_api/internal/http_steps.h"
#include "lamina/gateway/integration/extended_request_id.h"
#include "lamina/gateway/integration/request_headers.h"

namespace lamina::gateway::internal {

http_call arrive(http_loop& at, const http::request& request, http::exchange reply) {
  return {.request = request,
          .reply = std::move(reply),
          .started = at.loop.now(),
          .id = make_extended_request_id(),
          .invocation_id = random_uuid(),
          .trace = make_trace_id(request.find("X-Amzn-Trace-Id"), at.loop.wall_clock()),
          .target = http::split_target(request.target)};
}

// 10,240 bytes for the request line and all header values together.
const http_refusal* check_limits(const http_loop& at, const http_call& now) {
  const std::size_t line =
      now.request.method.size() + now.request.target.size() + std::string_view("  HTTP/1.1").size();
  if (line > at.options.max_target_bytes) return &http_refusals::uri_too_long;
  if (line + header_value_bytes(now.request) > at.options.max_header_value_bytes)
    return &http_refusals::headers_too_large;
  return nullptr;
}

namespace {

// "/dev/pets" without "/dev"; empty: another stage's.
std::string_view behind_stage(std::string_view path, std::string_view stage) {
  path.remove_prefix(std::min(path.find_first_not_of('/'), path.size()));
  if (!path.starts_with(stage)) return {};
  path.remove_prefix(stage.size());
  if (path.empty()) return "/";
  return path.front() == '/' ? path : std::string_view();
}

}  // namespace

// A preflight is the gateway's to answer only where no route takes OPTIONS: ANY and $default do, as on the live
// service.
const http_refusal* find_route(const http_loop& at, http_call& now) {
  now.path = decode_http_path(now.target.path, now.decoded_path);
  now.route_path = at.api.is_stage_in_path ? behind_stage(now.path, at.api.stage.stage) : now.path;
  if (now.route_path.empty()) return &http_refusals::not_found;
  if (at.api.table.find_http(now.request.method, now.route_path, now.match))
    now.route = &at.api.routes[now.match.route];
  else if (at.api.fallback)
    now.route = &at.api.routes[*at.api.fallback];
  else if (at.api.cors && http_cors::is_preflight(now.request))
    return &http_refusals::preflight;
  else
    return &http_refusals::not_found;
  return now.route->closed.empty() ? nullptr : &http_refusals::internal_error;
}

const http_refusal* check_throttle(const http_loop& at, const http_call& now) {
  const bool passes = take_each(now.route->throttle.get(), at.options.account_throttle.get(), at.loop);
  return passes ? nullptr : &http_refusals::too_many_requests;
}

}  // namespace lamina::gateway::internal
