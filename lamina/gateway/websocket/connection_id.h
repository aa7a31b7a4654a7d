#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lamina::gateway {

// A connection's id: 16 characters of URL-safe base64, the last "=", as on the live service. Its first byte is the
// index of the loop that owns the connection, so that any loop can hand a call over without a shared table; ten random
// bytes follow. Nobody but the client and its functions gets to know it.
std::string make_connection_id(std::uint8_t loop);

// The loop in an id, which need not be one that exists; nothing for what cannot be an id at all.
std::optional<std::uint8_t> loop_of_connection(std::string_view id) noexcept;

// The id of one request or message: of the same form, all random.
std::string make_websocket_request_id();

}  // namespace lamina::gateway
