#include "lamina/gateway/websocket/websocket_service.h"

#include "lamina/base/random.h"
#include "lamina/gateway/integration/trace_id.h"
#include "lamina/gateway/websocket/internal/service_parts.h"

namespace lamina::gateway {
namespace {

websocket::session_limits limits_of(const gateway_options& options, const websocket_api& api) {
  websocket::session_limits limits = options.websocket_limits;
  limits.binary_messages = api.placement.binary_messages;
  if (const auto given = api.placement.idle_timeout) limits.idle_timeout = *given;
  if (const auto given = api.placement.total_timeout) limits.total_timeout = *given;
  return limits;
}

}  // namespace

websocket_service::websocket_service(const websocket_api& api, bool is_alone, const gateway_options& options,
                                     net::event_loop& loop, std::uint8_t index, logger& log)
    : api_(api),
      options_(options),
      loop_(loop),
      index_(index),
      log_(log),
      entrance_(api, is_alone),
      sessions_(loop, limits_of(options, api)),
      disconnects_(loop),
      access_(api_family::websocket, api.stage, options, loop, log) {
  write_method_arn(connect_arn_, api.stage, "$connect", {});
  auto authorizers = api.authorizers.make(loop, log).value();  // what may fail was tried with the API
  if (!authorizers.empty()) authorizer_ = std::move(authorizers.front());
}

websocket_service::~websocket_service() = default;

bool websocket_service::take(const http::request& request, http::exchange& reply) {
  if (const auto call = entrance_.management_call(request)) {
    manage(request, std::move(reply), *call);
    return true;
  }
  if (!entrance_.takes(request)) return false;
  open(request, std::move(reply), false);
  return true;
}

void websocket_service::handle(const http::request& request, http::exchange reply) {
  if (const auto call = entrance_.management_call(request)) return manage(request, std::move(reply), *call);
  open(request, std::move(reply), true);
}

void websocket_service::drain() {
  draining_ = true;
  disconnects_.hurry();
  for (const auto& [id, one] : connections_)
    if (one->is_quiet()) send_away(*one);
}

void websocket_service::send_away(connection& whom) {
  if (std::exchange(whom.is_closing, true)) return;
  whom.session->close(1001, "Going away");
}

websocket_moment websocket_service::moment_of(std::string_view request_id) {
  now_texts_.update(loop_.wall_clock());
  return {request_id, now_texts_.common_log(), now_texts_.epoch_milliseconds()};
}

function_pool::invocation websocket_service::invocation_of(std::string event,
                                                           std::string_view trace_from_client) const {
  trace_id trace = make_trace_id(trace_from_client, loop_.wall_clock());
  return {std::move(event), random_uuid(), std::move(trace.full), {}};
}

// What all lines about a connection say alike.
access_record websocket_service::record_of(std::string_view request_id, const websocket_connection& from,
                                           const grant* granted) {
  return {.request_id = request_id,
          .extended_request_id = request_id,
          .ip = from.source_ip,
          .user_agent = from.user_agent ? std::string_view(*from.user_agent) : std::string_view(),
          .host = from.host,
          .connection_id = from.id,
          .connected_at = from.id.empty() ? 0 : from.connected_at,
          .granted = granted};
}

}  // namespace lamina::gateway
