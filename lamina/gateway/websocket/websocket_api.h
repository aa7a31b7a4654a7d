#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/base/result.h"
#include "lamina/config/service.h"
#include "lamina/gateway/api_stage.h"
#include "lamina/gateway/authorizers/authorizer_plans.h"
#include "lamina/gateway/gateway_options.h"
#include "lamina/gateway/throttling/token_bucket.h"
#include "lamina/gateway/websocket/route_selection.h"
#include "lamina/gateway/websocket/websocket_event.h"

namespace lamina::gateway {

struct websocket_route {
  std::string key;  // "$connect", "sendmessage"
  function_pool::function* function = nullptr;
  websocket_event_template event;
  std::chrono::milliseconds time_limit{};
  bool has_response = false;                 // what the function answers goes back to the client
  std::unique_ptr<token_bucket> throttle{};  // of all event loops together; null: none
  // Why nobody may pass ($connect only): the service asks for a guard that this gateway does not have, and an open door
  // would be worse than none. Answered 500. Empty: served.
  std::string closed{};
};

// The WebSocket API of a service, ready to be served: made once, then read by every loop.
struct websocket_api {
  api_stage stage;
  config::websocket_placement placement;
  std::string prefix;  // of its paths: "/dev", or what the placement says; no slash at the end
  route_selection selection;
  std::map<std::string, websocket_route, std::less<>> routes;  // by key, $connect, $disconnect and $default among them
  authorizer_plans authorizers;                                // of $connect: one or none
  std::vector<std::string> notes{};                            // what the service asks for and does not get

  // Null: there is no such route.
  const websocket_route* find(std::string_view key) const noexcept;
  // The route of a message: by its key, else $default; null when there is neither. A client cannot reach $connect and
  // $disconnect by naming them. `storage` as in route_selection::key_of.
  const websocket_route* find_for(std::string_view message, std::string& storage) const;
};

// The functions must outlive the result. The error names file, line and key of what cannot be: a route without its
// function, a selection expression that is none, an authorizer on another route than $connect.
result<websocket_api> make_websocket_api(const config::service& from, const function_map& functions,
                                         const gateway_options& options);

}  // namespace lamina::gateway
