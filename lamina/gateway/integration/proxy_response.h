#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lamina/base/result.h"

namespace lamina::gateway {

// What a function answered to a REST proxy event. Views into the payload and the storage it was read with.
struct proxy_response {
  int status = 200;
  std::vector<std::pair<std::string_view, std::string_view>> headers{};  // as they go out, in order
  std::string_view body{};
  bool is_base64 = false;
};

// What becomes of headers that the gateway says itself: REST APIs send them under other names (remapped_name()).
enum class reserved_headers { remapped, kept };

// Reads a Lambda result as REST APIs do. Every key may be missing; any other key, or a value of the wrong kind, makes
// the result malformed (the client gets 502; the error says why, for the log). Recorded: "201" is a good status, true a
// good header value; headers and multiValueHeaders are merged whatever their case, the lists first and in their
// spelling, the same value once. "true" is a good flag. Ours: a number is a good header value too, null none; a status
// is 200 to 599, 200.0 a 200; names
// that are no tokens, values with line breaks and more than 1000 header lines are malformed.
//
// `storage` holds what had to be unescaped; reused from call to call.
result<proxy_response> read_proxy_response(std::string_view payload, std::string& storage,
                                           reserved_headers reserved = reserved_headers::remapped);

// The same of what a function streams to a method whose response transfer mode is STREAM: its metadata may have
// `cookies` too, a Set-Cookie line each.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html
result<proxy_response> read_streamed_response(std::string_view payload, std::string& storage);

// Under which name a header of a function goes out: "WWW-Authenticate" becomes "x-amzn-Remapped-WWW-Authenticate", and
// so do the headers that the gateway writes itself; Transfer-Encoding is dropped (""). Others keep theirs.
std::string_view remapped_name(std::string_view name) noexcept;

}  // namespace lamina::gateway
