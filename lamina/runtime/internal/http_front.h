#pragma once

#include <cstdint>

#include "lamina/http/message.h"
#include "lamina/runtime/internal/function_settings.h"
#include "lamina/runtime/internal/handler_set.h"

namespace lamina::runtime {

// A request as a function URL (payload format 2.0) gives it to its function.
json::value event_of(const http::request& message, std::string_view request_id, system_time now);

// What the function answered, as a function URL reads it: with a statusCode it is the response, else 200 and the value
// is the body. An error becomes 502.
http::response response_of(const outcome& came);

// Serves the engine on 127.0.0.1:port until it is killed; 0 takes any free port. Says on standard output where.
result<void> serve_http(const function_settings& settings, const engine& handler, std::uint16_t port);

}  // namespace lamina::runtime
