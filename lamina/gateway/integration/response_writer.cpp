#include "lamina/gateway/integration/response_writer.h"

#include <algorithm>
#include <charconv>

#include "lamina/base/error.h"
#include "lamina/http/message.h"

namespace lamina::gateway {
namespace {

void append_number(std::string& out, std::size_t number) {
  char digits[20];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

void append_header(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ").append(value).append("\r\n");
}

void begin(std::string& out, int status) {
  out = "HTTP/1.1 ";
  append_number(out, static_cast<std::size_t>(status));
  out.append(" ").append(reason_phrase(status)).append("\r\n");
}

// 204 and 304 have neither a body nor, to be safe with every client, a length (RFC 9110 section 8.6).
void finish(std::string& out, int status, std::string_view body, const response_frame& frame) {
  const bool may_have_body = status != 204 && status != 304;
  if (may_have_body) {
    out += "Content-Length: ";
    append_number(out, body.size());
    out += "\r\n";
  }
  append_header(out, "Date", frame.date);
  append_header(out, "x-amzn-RequestId", frame.request_id);
  append_header(out, "x-amz-apigw-id", frame.extended_request_id);
  if (!frame.trace_id.empty()) append_header(out, "X-Amzn-Trace-Id", frame.trace_id);
  if (!frame.keep_alive)
    append_header(out, "Connection", "close");
  else if (frame.http_1_0)
    append_header(out, "Connection", "keep-alive");
  out += "\r\n";
  if (may_have_body && frame.with_body) out += body;
}

}  // namespace

gateway_response refusal(int status) noexcept {
  switch (status) {
    case 408: return {408, "", R"({"message":"Request Timeout"})"};
    case 413: return {413, "RequestEntityTooLargeException", R"({"message":"Request Too Long"})"};
    case 414: return responses::uri_too_long;
    case 431: return {431, "", R"({"message":"Request Header Fields Too Large"})"};
    case 505: return {505, "", R"({"message":"HTTP Version Not Supported"})"};
    default: return {status, "BadRequestException", R"({"message":"Bad Request"})"};
  }
}

void write_response(std::string& out, const gateway_response& response, const response_frame& frame) {
  begin(out, response.status);
  append_header(out, "Content-Type", "application/json");
  if (!response.error_type.empty()) append_header(out, "x-amzn-ErrorType", response.error_type);
  finish(out, response.status, response.body, frame);
}

void write_response(std::string& out, const proxy_response& response, std::string_view body,
                    const response_frame& frame) {
  begin(out, response.status);
  const bool typed = std::ranges::any_of(
      response.headers, [](const auto& line) { return http::equal_ignoring_case(line.first, "Content-Type"); });
  if (!typed) append_header(out, "Content-Type", "application/json");
  for (const auto& [name, value] : response.headers) append_header(out, name, value);
  finish(out, response.status, body, frame);
}

}  // namespace lamina::gateway
