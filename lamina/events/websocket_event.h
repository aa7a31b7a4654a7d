#pragma once

#include <string>

#include "lamina/events/http_event.h"

namespace lamina {

// A connect, message or disconnect of a WebSocket API. $connect has the headers and the query of the handshake,
// messages a body, also as json(). Answered with http_response: its status decides whether a connection is accepted,
// its body goes to the client where the route has a route response.
class websocket_event : public http_event {
 public:
  using http_event::http_event;
  static websocket_event from_event(const json::value& event) noexcept { return websocket_event(event); }

  std::string_view route_key() const noexcept { return text("requestContext", "routeKey"); }    // "$connect"
  std::string_view event_type() const noexcept { return text("requestContext", "eventType"); }  // CONNECT, MESSAGE, ...
  std::string_view connection_id() const noexcept { return text("requestContext", "connectionId"); }
  std::string_view message_id() const noexcept { return text("requestContext", "messageId"); }
  std::string_view domain_name() const noexcept { return text("requestContext", "domainName"); }
  event_time connected_at() const noexcept { return time_of_milliseconds(member("requestContext", "connectedAt")); }
  // $disconnect only: the close code and why.
  std::int64_t disconnect_code() const noexcept { return integer("requestContext", "disconnectStatusCode"); }
  std::string_view disconnect_reason() const noexcept { return text("requestContext", "disconnectReason"); }

  // Where the management API is on AWS: "https://{domain}/{stage}".
  std::string management_endpoint() const;
};

}  // namespace lamina
