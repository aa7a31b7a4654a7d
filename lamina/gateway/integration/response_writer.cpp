#include "lamina/gateway/integration/response_writer.h"

#include <algorithm>

#include "lamina/gateway/integration/internal/response_head.h"
#include "lamina/http/message.h"

namespace lamina::gateway {
namespace {

using internal::append_header;

constexpr std::string_view type_names[] = {"",
                                           "ACCESS_DENIED",
                                           "API_CONFIGURATION_ERROR",
                                           "AUTHORIZER_CONFIGURATION_ERROR",
                                           "AUTHORIZER_FAILURE",
                                           "BAD_REQUEST_BODY",
                                           "BAD_REQUEST_PARAMETERS",
                                           "DEFAULT_4XX",
                                           "DEFAULT_5XX",
                                           "EXPIRED_TOKEN",
                                           "INTEGRATION_FAILURE",
                                           "INTEGRATION_TIMEOUT",
                                           "INVALID_API_KEY",
                                           "INVALID_SIGNATURE",
                                           "MISSING_AUTHENTICATION_TOKEN",
                                           "QUOTA_EXCEEDED",
                                           "REQUEST_TOO_LARGE",
                                           "RESOURCE_NOT_FOUND",
                                           "THROTTLED",
                                           "UNAUTHORIZED",
                                           "UNSUPPORTED_MEDIA_TYPE",
                                           "WAF_FILTERED"};

template <class Headers>
bool has_header(const Headers& headers, std::string_view name) {
  return std::ranges::any_of(headers, [&](const auto& line) { return http::equal_ignoring_case(line.first, name); });
}

void finish(std::string& out, int status, std::string_view body, const response_frame& frame) {
  internal::append_length(out, status, body.size());
  append_header(out, "Date", frame.date);
  append_header(out, "x-amzn-RequestId", frame.request_id);
  append_header(out, "x-amz-apigw-id", frame.extended_request_id);
  if (!frame.trace_id.empty()) append_header(out, "X-Amzn-Trace-Id", frame.trace_id);
  internal::end_response(out, status, body, frame.with_body, frame.keep_alive, frame.http_1_0);
}

}  // namespace

std::span<const std::string_view> gateway_response_type_names() noexcept { return type_names; }

std::string_view name_of(gateway_response_type type) noexcept { return type_names[static_cast<std::size_t>(type)]; }

gateway_response refusal(int status) noexcept {
  using type = gateway_response_type;
  switch (status) {
    case 408: return {408, "", R"({"message":"Request Timeout"})", type::none, "Request Timeout"};
    case 413:
      return {413, "RequestEntityTooLargeException", R"({"message":"Request Too Long"})", type::request_too_large,
              "Request Too Long"};
    case 414: return responses::uri_too_long;
    case 417: return {417, "", R"({"message":"Expectation Failed"})", type::none, "Expectation Failed"};
    case 431:
      return {431, "", R"({"message":"Request Header Fields Too Large"})", type::none,
              "Request Header Fields Too Large"};
    case 501: return {501, "", R"({"message":"Not Implemented"})", type::none, "Not Implemented"};
    case 505: return {505, "", R"({"message":"HTTP Version Not Supported"})", type::none, "HTTP Version Not Supported"};
    default: return {status, "BadRequestException", R"({"message":"Bad Request"})", type::none, "Bad Request"};
  }
}

void write_response(std::string& out, const gateway_response& response, const response_frame& frame) {
  internal::begin_response(out, response.status);
  append_header(out, "Content-Type", "application/json");
  if (!response.error_type.empty()) append_header(out, "x-amzn-ErrorType", response.error_type);
  finish(out, response.status, response.body, frame);
}

void write_response(std::string& out, const changed_answer& response, const response_frame& frame) {
  internal::begin_response(out, response.status);
  if (!has_header(response.headers, "Content-Type")) append_header(out, "Content-Type", response.content_type);
  if (!response.error_type.empty() && !has_header(response.headers, "x-amzn-ErrorType"))
    append_header(out, "x-amzn-ErrorType", response.error_type);
  for (const auto& [name, value] : response.headers) append_header(out, name, value);
  finish(out, response.status, response.body, frame);
}

void write_response(std::string& out, const proxy_response& response, std::string_view body,
                    const response_frame& frame) {
  internal::begin_response(out, response.status);
  if (!has_header(response.headers, "Content-Type")) append_header(out, "Content-Type", "application/json");
  for (const auto& [name, value] : response.headers) append_header(out, name, value);
  finish(out, response.status, body, frame);
}

}  // namespace lamina::gateway
