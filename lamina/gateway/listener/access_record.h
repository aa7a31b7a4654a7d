#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

#include "lamina/gateway/authorizers/authorizer.h"
#include "lamina/http/message.h"

namespace lamina::gateway {

// What is known of one request when it has been answered, or of one connect, message or disconnect of a WebSocket: the
// one source of the access log and of the metrics. Each service makes one at the end of a request, in one place, and
// gives it to its access_log. Filling it is setting views: what costs to find out is left to who asks (`request`,
// `granted`). Views, good for the time of the call.
struct access_record {
  std::string_view request_id{};
  std::string_view extended_request_id{};
  std::string_view ip{};
  std::string_view user_agent{};  // where there is no `request`
  std::string_view host{};        // where there is no `request`
  std::string_view method{};
  std::string_view path{};           // with the stage, as sent; no query: it may hold secrets
  std::string_view resource{};       // the template of the route, "/pets/{id}"; "": no route
  std::string_view event_type{};     // CONNECT, MESSAGE or DISCONNECT, in the place of method and path; "": a request
  std::string_view route_key{};      // "$connect", "GET /pets/{id}", "$default"; "": none
  std::string_view connection_id{};  // "": no WebSocket's
  std::int64_t connected_at = 0;     // of that connection, milliseconds since 1970; 0: none
  std::string_view message_id{};     // of its message
  std::string_view api_id{};         // "": that of the API, which the access_log knows
  std::string_view trace_id{};
  const http::request* request = nullptr;  // protocol, headers and size of the body; null: not at hand

  std::string_view authorizer{};        // "hit" (cached), "miss" (asked), "refused" (not asked); "": none
  std::string_view authorizer_name{};   // as in the configuration
  const grant* granted = nullptr;       // what the authorizer said; null: it let nobody in, or there is none
  std::string_view authorizer_error{};  // why it did not answer properly
  std::chrono::milliseconds authorizer_latency{-1};  // negative: not asked
  std::string_view api_key{}, api_key_id{};          // that of the usage plan

  int status = 0;
  std::size_t response_length = 0;  // bytes of the body
  std::size_t request_length = 0;   // the same of what came, where there is no `request`
  std::chrono::microseconds latency{};

  std::chrono::microseconds integration_latency{-1};  // negative: there was no integration
  int integration_status = 0;                 // what the function or the HTTP endpoint answered; 0: no such answer
  int invoke_status = 0;                      // of the invocation itself, as Lambda's API says it; 0: no function's
  std::string_view integration_request_id{};  // of the invocation

  std::string_view error{};             // why the gateway answered instead of the function; "": it did not
  std::string_view error_message{};     // what it told the client: "Forbidden"
  std::string_view response_type{};     // which gateway response: "ACCESS_DENIED"
  std::string_view validation_error{};  // what request validation found
};

}  // namespace lamina::gateway
