#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lamina/function_pool/function.h"
#include "lamina/gateway/http_api/internal/http_call.h"
#include "lamina/gateway/http_api/internal/http_loop.h"
#include "lamina/gateway/integration/response_writer.h"

// The steps of a request, in the order in which http_service takes them. What may refuse a request returns what the
// client gets instead, and null when the request may pass.
namespace lamina::gateway::internal {

// An answer of the gateway itself.
struct http_refusal {
  int status = 500;
  std::string_view body{};  // JSON, or empty
  // For access logs: what the body says, and the gateway response of REST APIs that is closest to it.
  std::string_view message{};
  gateway_response_type type = gateway_response_type::none;
};

namespace http_refusals {
using type = gateway_response_type;
inline constexpr http_refusal not_found = {404, R"({"message":"Not Found"})", "Not Found", type::resource_not_found};
inline constexpr http_refusal internal_error = {500, R"({"message":"Internal Server Error"})", "Internal Server Error",
                                                type::integration_failure};
inline constexpr http_refusal authorizer_failed = {500, R"({"message":"Internal Server Error"})",
                                                   "Internal Server Error", type::authorizer_configuration_error};
inline constexpr http_refusal unauthorized = {401, R"({"message":"Unauthorized"})", "Unauthorized", type::unauthorized};
inline constexpr http_refusal forbidden = {403, R"({"message":"Forbidden"})", "Forbidden", type::access_denied};
inline constexpr http_refusal unavailable = {503, R"({"message":"Service Unavailable"})", "Service Unavailable",
                                             type::integration_timeout};
inline constexpr http_refusal too_many_requests = {429, R"({"message":"Too Many Requests"})", "Too Many Requests",
                                                   type::throttled};
inline constexpr http_refusal request_too_large = {413, R"({"message":"Request Entity Too Large"})",
                                                   "Request Entity Too Large", type::request_too_large};
inline constexpr http_refusal uri_too_long = {414, R"({"message":"URI Too Long"})", "URI Too Long"};
inline constexpr http_refusal headers_too_large = {431, R"({"message":"Request Header Fields Too Large"})",
                                                   "Request Header Fields Too Large"};
inline constexpr http_refusal preflight = {204, ""};
}  // namespace http_refusals

// http_arrival.cpp
http_call arrive(http_loop& at, const http::request& request, http::exchange reply);
const http_refusal* check_limits(const http_loop& at, const http_call& now);
const http_refusal* find_route(const http_loop& at, http_call& now);
const http_refusal* check_throttle(const http_loop& at, const http_call& now);

// http_guard.cpp: who is calling, and may they?
authorizer& guard_of(const http_loop& at, const http_call& now);
// By what the authorizer has said.
const http_refusal* judge(http_call& now);
// requestContext.authorizer of an event of that format; "": none.
std::string authorizer_text(const http_call& now, http_event_format format);

// http_invocation.cpp: the event for the function, and its answer for the client
http_event_request describe(http_loop& at, const http_call& now, http_event_format format);
function_pool::invocation make_invocation(http_loop& at, const http_call& now);
void answer_result(http_loop& at, http_call& now, const std::optional<function_pool::invocation_result>& result);

// http_answer.cpp
// `why` is for the access log.
void answer(http_loop& at, http_call& now, const http_refusal& refused, std::string_view why = {});
void answer(http_loop& at, http_call& now, const http_response& response, std::string_view body);
// What is refused before it is a request.
http::response reject_request(http_loop& at, int status, std::string_view client);

}  // namespace lamina::gateway::internal
