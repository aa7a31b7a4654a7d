#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lamina/gateway/api_stage.h"
#include "lamina/gateway/authorizers/authorizer.h"
#include "lamina/gateway/integration/field_list.h"

namespace lamina::gateway {

// What every event of one connection says alike.
struct websocket_connection {
  std::string id{};
  std::string host{};  // the Host header of the handshake, as sent
  std::string source_ip{};
  std::optional<std::string> user_agent{};  // nothing: the client sent none
  std::int64_t connected_at = 0;            // milliseconds since 1970
  std::string authorizer{};                 // members of requestContext.authorizer as JSON text; empty: no authorizer
};

// What `authorizer` of a connection says for what its authorizer answered and how long that took.
std::string authorizer_members(const grant& granted, std::chrono::milliseconds latency);

// What only one event says: views, good for the time of the call.
struct websocket_moment {
  std::string_view request_id{};  // requestId and extendedRequestId, the same on the live service
  std::string_view time{};        // "02/Aug/2024:23:34:43 +0000"
  std::int64_t time_epoch = 0;    // milliseconds since 1970
};

// Writes the events that a function gets from a route of a WebSocket API, with the keys of the live service's and in
// their order. What does not change from event to event is escaped once, here; the rest goes straight into the text,
// which replaces `out`. Read by any thread.
class websocket_event_template {
 public:
  websocket_event_template(const api_stage& stage, std::string_view route);

  // Of $connect. `headers` as read_headers() makes them; an empty query is left out of the event.
  void write_connect(std::string& out, const websocket_connection& from, const websocket_moment& now,
                     field_list& headers, field_list& query) const;
  // The same connect as its REQUEST authorizer sees it; `headers` are read with header_choice::all. The connection's
  // `authorizer` is not there yet.
  void write_authorizer(std::string& out, const websocket_connection& from, const websocket_moment& now,
                        std::string_view method_arn, field_list& headers, field_list& query) const;
  // Of a message. `is_binary`: base64 in the event.
  void write_message(std::string& out, const websocket_connection& from, const websocket_moment& now,
                     std::string_view message_id, std::string_view payload, bool is_binary) const;
  // Of $disconnect. 1005 without a reason gets the service's words for it.
  void write_disconnect(std::string& out, const websocket_connection& from, const websocket_moment& now,
                        std::uint16_t code, std::string_view reason) const;

 private:
  // The three parts of requestContext; what only some events have comes in between.
  void begin_context(std::string& out, const websocket_connection& from) const;
  void write_kind(std::string& out, const websocket_moment& now, std::string_view kind) const;
  void end_context(std::string& out, const websocket_connection& from, const websocket_moment& now) const;

  std::string head_;   // "requestContext":{"routeKey":"..."
  std::string stage_;  // ,"stage":"...","connectedAt":
  std::string tail_;   // ,"apiId":"..."}
};

}  // namespace lamina::gateway
