#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lamina/gateway/integration/proxy_response.h"

namespace lamina::gateway {

// An answer of the gateway itself.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
struct gateway_response {
  int status = 500;
  std::string_view error_type{};  // x-amzn-ErrorType; "": none
  std::string_view body{};        // JSON
};

namespace responses {
inline constexpr gateway_response missing_authentication_token = {403, "MissingAuthenticationTokenException",
                                                                  R"({"message":"Missing Authentication Token"})"};
inline constexpr gateway_response forbidden = {403, "ForbiddenException", R"({"message":"Forbidden"})"};
inline constexpr gateway_response unauthorized = {401, "UnauthorizedException", R"({"message":"Unauthorized"})"};
inline constexpr gateway_response denied = {403, "AccessDeniedException",
                                            R"({"Message":"User is not authorized to access this resource"})"};
inline constexpr gateway_response denied_explicitly = {
    403, "AccessDeniedException",
    R"({"Message":"User is not authorized to access this resource with an explicit deny"})"};
inline constexpr gateway_response authorizer_configuration = {500, "AuthorizerConfigurationException",
                                                              R"({"message":null})"};
inline constexpr gateway_response uri_too_long = {414, "", R"({"message":"Request URI too long"})"};
inline constexpr gateway_response too_many_requests = {429, "TooManyRequestsException",
                                                       R"({"message":"Too Many Requests"})"};
inline constexpr gateway_response internal_error = {500, "InternalServerErrorException",
                                                    R"({"message": "Internal server error"})"};
inline constexpr gateway_response bad_gateway = {502, "InternalServerErrorException",
                                                 R"({"message": "Internal server error"})"};
inline constexpr gateway_response timed_out = {504, "InternalServerErrorException",
                                               R"({"message": "Endpoint request timed out"})"};
}  // namespace responses

// The gateway's answer to a request that the HTTP server refused before it was a request: 400, 408, 413, 431, 505, ...
gateway_response refusal(int status) noexcept;

// What every response carries besides its own.
struct response_frame {
  bool with_body = true;  // false: the answer to HEAD
  bool keep_alive = true;
  bool http_1_0 = false;
  std::string_view date{};  // "Fri, 02 Aug 2024 23:34:43 GMT"
  std::string_view request_id{};
  std::string_view extended_request_id{};
  std::string_view trace_id{};  // "": none
};

// Replaces `out` with the bytes that go on the wire.
void write_response(std::string& out, const gateway_response& response, const response_frame& frame);
// `body` instead of response.body: it may have been decoded. Content-Type is application/json unless the function said
// otherwise, each value of a repeated header is a line of its own.
void write_response(std::string& out, const proxy_response& response, std::string_view body,
                    const response_frame& frame);

}  // namespace lamina::gateway
