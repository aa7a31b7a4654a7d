#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lamina/gateway/integration/proxy_response.h"

namespace lamina::gateway {

// What API Gateway calls an answer of its own; `none` has no name there and cannot be changed by a service.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
enum class gateway_response_type : std::uint8_t {
  none,
  access_denied,
  api_configuration_error,
  authorizer_configuration_error,
  authorizer_failure,
  bad_request_body,
  bad_request_parameters,
  default_4xx,
  default_5xx,
  expired_token,
  integration_failure,
  integration_timeout,
  invalid_api_key,
  invalid_signature,
  missing_authentication_token,
  quota_exceeded,
  request_too_large,
  resource_not_found,
  throttled,
  unauthorized,
  unsupported_media_type,
  waf_filtered,
};

// As AWS spells them, in the order of the enumeration: "" of none, "ACCESS_DENIED", ...
std::span<const std::string_view> gateway_response_type_names() noexcept;
std::string_view name_of(gateway_response_type type) noexcept;

// An answer of the gateway itself. REST APIs write it as the service has changed it, if it has: the type says which
// (gateway/rest/gateway_responses.h).
struct gateway_response {
  int status = 500;
  std::string_view error_type{};  // x-amzn-ErrorType; "": none
  std::string_view body{};        // JSON
  gateway_response_type type = gateway_response_type::none;
  std::string_view message{};  // what the body says; "": null
};

// The same as a service has changed it, ready to be written.
struct changed_answer {
  int status = 500;
  std::string_view error_type{};                               // unless a header says it
  std::string_view content_type = "application/json";          // unless a header says it
  std::vector<std::pair<std::string, std::string>> headers{};  // values are single lines
  std::string body{};
};

namespace responses {
inline constexpr gateway_response missing_authentication_token = {
    403, "MissingAuthenticationTokenException", R"({"message":"Missing Authentication Token"})",
    gateway_response_type::missing_authentication_token, "Missing Authentication Token"};
inline constexpr gateway_response forbidden = {403, "ForbiddenException", R"({"message":"Forbidden"})",
                                               gateway_response_type::none, "Forbidden"};
inline constexpr gateway_response invalid_api_key = {403, "ForbiddenException", R"({"message":"Forbidden"})",
                                                     gateway_response_type::invalid_api_key, "Forbidden"};
inline constexpr gateway_response insufficient_scope = {403, "ForbiddenException", R"({"message":"Forbidden"})",
                                                        gateway_response_type::access_denied, "Forbidden"};
inline constexpr gateway_response invalid_signature = {403, "InvalidSignatureException", R"({"message":"Forbidden"})",
                                                       gateway_response_type::invalid_signature, "Forbidden"};
inline constexpr gateway_response unauthorized = {401, "UnauthorizedException", R"({"message":"Unauthorized"})",
                                                  gateway_response_type::unauthorized, "Unauthorized"};
inline constexpr gateway_response denied = {
    403, "AccessDeniedException", R"({"Message":"User is not authorized to access this resource"})",
    gateway_response_type::access_denied, "User is not authorized to access this resource"};
inline constexpr gateway_response denied_explicitly = {
    403, "AccessDeniedException",
    R"({"Message":"User is not authorized to access this resource with an explicit deny"})",
    gateway_response_type::access_denied, "User is not authorized to access this resource with an explicit deny"};
inline constexpr gateway_response authorizer_configuration = {
    500, "AuthorizerConfigurationException", R"({"message":null})",
    gateway_response_type::authorizer_configuration_error, ""};
inline constexpr gateway_response authorizer_failure = {500, "AuthorizerConfigurationException", R"({"message":null})",
                                                        gateway_response_type::authorizer_failure, ""};
inline constexpr gateway_response bad_request_body = {400, "BadRequestException",
                                                      R"({"message":"Invalid request body"})",
                                                      gateway_response_type::bad_request_body, "Invalid request body"};
inline constexpr gateway_response event_too_large = {413, "BadRequestException", R"({"message": "Request Too Long"})",
                                                     gateway_response_type::request_too_large, "Request Too Long"};
inline constexpr gateway_response uri_too_long = {414, "", R"({"message":"Request URI too long"})",
                                                  gateway_response_type::none, "Request URI too long"};
inline constexpr gateway_response unsupported_media_type = {
    415, "UnsupportedMediaTypeException", R"({"message":"Unsupported Media Type"})",
    gateway_response_type::unsupported_media_type, "Unsupported Media Type"};
inline constexpr gateway_response too_many_requests = {429, "TooManyRequestsException",
                                                       R"({"message":"Too Many Requests"})",
                                                       gateway_response_type::throttled, "Too Many Requests"};
inline constexpr gateway_response quota_exceeded = {429, "LimitExceededException", R"({"message":"Limit Exceeded"})",
                                                    gateway_response_type::quota_exceeded, "Limit Exceeded"};
inline constexpr gateway_response internal_error = {500, "InternalServerErrorException",
                                                    R"({"message": "Internal server error"})",
                                                    gateway_response_type::default_5xx, "Internal server error"};
inline constexpr gateway_response api_configuration = {
    500, "InternalServerErrorException", R"({"message": "Internal server error"})",
    gateway_response_type::api_configuration_error, "Internal server error"};
inline constexpr gateway_response integration_failure = {
    500, "InternalServerErrorException", R"({"message": "Internal server error"})",
    gateway_response_type::integration_failure, "Internal server error"};
inline constexpr gateway_response bad_gateway = {502, "InternalServerErrorException",
                                                 R"({"message": "Internal server error"})",
                                                 gateway_response_type::default_5xx, "Internal server error"};
inline constexpr gateway_response timed_out = {
    504, "InternalServerErrorException", R"({"message": "Endpoint request timed out"})",
    gateway_response_type::integration_timeout, "Endpoint request timed out"};
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
void write_response(std::string& out, const changed_answer& response, const response_frame& frame);
// `body` instead of response.body: it may have been decoded. Content-Type is application/json unless the function said
// otherwise, each value of a repeated header is a line of its own.
void write_response(std::string& out, const proxy_response& response, std::string_view body,
                    const response_frame& frame);

}  // namespace lamina::gateway
