#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lamina/base/scheduler.h"
#include "lamina/gateway/integration/response_writer.h"
#include "lamina/gateway/websocket/websocket_event.h"

namespace lamina::gateway {

// A call to the management API, https://<host>/<stage>/@connections/{connectionId}.
struct management_request {
  enum class action { post, get, remove };
  action what = action::post;
  std::string connection_id{};  // decoded
  std::uint8_t loop = 0;        // that owns the connection, if there is such a loop

  // What to answer instead of doing it, for a method or path that the API does not have (404) and an id that cannot be
  // one (400); 0: do it.
  int refused = 0;
  std::string_view error_type{};
  std::string body{};
  gateway_response refusal() const noexcept { return {refused, error_type, body}; }  // a view into this
};

// Nothing when the target is not about @connections directly below `prefix` ("/dev") or the root. "@" and the id may be
// percent-encoded; repeated slashes and the query do not matter.
std::optional<management_request> read_management_request(std::string_view method, std::string_view target,
                                                          std::string_view prefix);

constexpr std::size_t max_sent_message = 128 * 1024;  // to a client, whoever sends it

namespace responses {
// The service leaves the bodies of 410 and 429 empty; SDKs go by the header.
inline constexpr gateway_response message_sent = {200, "", ""};
inline constexpr gateway_response connection_deleted = {204, "", ""};
inline constexpr gateway_response connection_gone = {410, "GoneException", ""};
inline constexpr gateway_response payload_too_large = {413, "PayloadTooLargeException",
                                                       R"({"message":"Request Too Long"})"};
inline constexpr gateway_response limit_exceeded = {429, "LimitExceededException", ""};
}  // namespace responses

// The body of GET: {"connectedAt":"2024-08-02T23:34:43.123Z","identity":{"sourceIp":"...","userAgent":"..."},
// "lastActiveAt":"..."}
std::string connection_status(const websocket_connection& of, system_time last_active_at);

}  // namespace lamina::gateway
