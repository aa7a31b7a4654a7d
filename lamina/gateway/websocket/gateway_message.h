#pragma once

#include <string>
#include <string_view>

namespace lamina::gateway {

// What the gateway itself tells the client of a connection, as the service's messages read.
namespace gateway_messages {
inline constexpr std::string_view forbidden = "Forbidden";  // no route for this message, and no $default
inline constexpr std::string_view internal_server_error = "Internal server error";  // the function failed
inline constexpr std::string_view timed_out = "Endpoint request timed out";         // it did not answer in time
inline constexpr std::string_view too_many_requests = "Too Many Requests";          // throttled; these words are ours
}  // namespace gateway_messages

// {"message": "Forbidden", "connectionId":"...", "requestId":"..."}, spaces as recorded.
std::string make_gateway_message(std::string_view message, std::string_view connection_id, std::string_view request_id);

}  // namespace lamina::gateway
