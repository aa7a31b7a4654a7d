#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lamina/gateway/websocket/management_request.h"
#include "lamina/gateway/websocket/websocket_api.h"
#include "lamina/http/message.h"

namespace lamina::gateway {

// Which requests are the WebSocket API's where it shares a listener with the REST API, and where connections may be
// opened. Read by any thread.
//
// Its requests are: management calls, below the API's prefix, the stage's name or the root; handshakes at the prefix,
// or at the root where the service names no path; all that comes to a host name of its own; and everything when there
// is no REST API.
class websocket_entrance {
 public:
  // `api` must outlive it. `is_alone`: the service has no REST API.
  websocket_entrance(const websocket_api& api, bool is_alone)
      : api_(api), stage_prefix_("/" + api.stage.stage), is_alone_(is_alone) {}

  // Nothing for any other request. On every listener alike.
  std::optional<management_request> management_call(const http::request& request) const;

  // Is a request at the shared listener, no management call, the WebSocket API's? A look at its path, as a rule.
  bool takes(const http::request& request) const noexcept;

  // May a handshake be made there? At a host or port of its own anywhere, unless the service names a path.
  bool is_open_at(const http::request& request, bool came_to_own_port) const noexcept;

 private:
  bool has_own_host(const http::request& request) const noexcept;
  bool is_endpoint(std::string_view path) const noexcept;

  const websocket_api& api_;
  const std::string stage_prefix_;
  bool is_alone_ = false;
};

}  // namespace lamina::gateway
