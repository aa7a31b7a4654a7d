#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "lamina/gateway/listener/time_texts.h"

namespace lamina::gateway {

// What the access log says of one request, or of one connect, message or disconnect of a WebSocket. Views, good for the
// time of the call.
struct access_record {
  std::string_view request_id{};
  std::string_view ip{};
  std::string_view method{};
  std::string_view path{};           // with the stage, as sent; no query: it may hold secrets
  std::string_view resource{};       // "/pets/{id}"; "": no route
  std::string_view event_type{};     // CONNECT, MESSAGE or DISCONNECT, in the place of method and path; "": a request
  std::string_view route_key{};      // "$connect"; "": none
  std::string_view connection_id{};  // "": no WebSocket's
  std::string_view authorizer{};     // "hit" (cached), "miss" (asked), "refused" (not asked); "": none
  int status = 0;
  std::size_t response_length = 0;  // bytes of the body
  std::chrono::microseconds latency{};
  std::string_view error{};  // why the gateway answered instead of the function; "": it did not
};

// Replaces `out` with one line of JSON, without a line break. Keys are spelt as $context variables of API Gateway:
// {"time":"2024-08-02T23:34:43.123Z","requestId":..,"ip":..,"httpMethod":..,"path":..,"resourcePath":..,"status":200,
//  "responseLength":12,"responseLatency":0.412,"authorizer":"hit"}   (latency in milliseconds)
// {"time":..,"requestId":..,"ip":..,"eventType":"MESSAGE","routeKey":"send","connectionId":..,"status":200,
//  "responseLength":12,"responseLatency":0.412}
void write_access_line(std::string& out, const access_record& record, const time_texts& now);

}  // namespace lamina::gateway
