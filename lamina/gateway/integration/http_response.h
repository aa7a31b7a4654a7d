#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lamina/base/result.h"

namespace lamina::gateway {

enum class http_response_format { http_api_1_0, http_api_2_0, function_url };

// What a function answered to an event of an HTTP API or a function URL. Views into the payload and the storage it was
// read with.
struct http_response {
  int status = 200;
  std::vector<std::pair<std::string_view, std::string_view>> headers{};  // in order
  std::vector<std::string_view> cookies{};                               // a Set-Cookie line each
  std::string_view body{};
  bool is_base64 = false;    // to be decoded, whatever the client accepts
  bool is_inferred = false;  // the function answered no response, but a value: that is the body, and JSON
};

// Reads a Lambda result as HTTP APIs and function URLs do. Format 2.0: an object with a statusCode is a response, of
// which unknown keys are ignored; any other JSON value is the body of a 200, a string without its quotes, the rest as
// compact JSON text. Function URLs take a body that is no string the same way, where HTTP APIs take it as malformed.
// Format 1.0 is that of REST APIs: see read_proxy_response().
//
// Malformed (HTTP APIs answer 500, function URLs 502; the error says why, for the log): what is no JSON, and a response
// with a member of the wrong kind. `storage` holds what had to be unescaped; reused from call to call.
result<http_response> read_http_response(std::string_view payload, http_response_format format, std::string& storage);

// What every answer carries besides its own.
struct http_response_frame {
  bool with_body = true;  // false: the answer to HEAD
  bool keep_alive = true;
  bool http_1_0 = false;
  std::string_view date{};     // "Fri, 02 Aug 2024 23:34:43 GMT"
  std::string_view id_name{};  // "apigw-requestid"
  std::string_view id{};
  std::string_view default_type{};  // of an explicit response with a body and no Content-Type; empty: none
  // The gateway's own CORS headers: ready lines, each with its end; empty: none. With `owns_cors` the function's
  // Access-Control-* are left out.
  std::string_view cors_lines{};
  bool owns_cors = false;
  std::string_view more_lines{};  // more of the same, of other kinds
};

// Replaces `out` with the bytes that go on the wire. `body` instead of response.body: it may have been decoded. Headers
// that are the server's to say (Connection, Content-Length, Date, Transfer-Encoding, ... and `id_name`) are left out.
void write_http_response(std::string& out, const http_response& response, std::string_view body,
                         const http_response_frame& frame);
// An answer of the gateway itself; the body is JSON, and may be empty.
void write_http_message(std::string& out, int status, std::string_view body, const http_response_frame& frame);

}  // namespace lamina::gateway
