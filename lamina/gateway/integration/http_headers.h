#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lamina/gateway/integration/field_list.h"
#include "lamina/gateway/integration/request_headers.h"
#include "lamina/http/message.h"

namespace lamina::gateway {

// What becomes of the Cookie header: `cookies` of format 2.0 take its place at an HTTP API, stand beside it at a
// function URL, and are unknown to format 1.0.
enum class cookie_choice { moved, copied, left };

// The headers of an event of an HTTP API or a function URL (recorded behaviour): names in lower case; hop-by-hop
// headers left out; content-length always there, "0" without a body; x-amzn-trace-id and x-forwarded-* added.
// x-forwarded-for is what the client sent, then the client's own address. `cookies`: "name=value" as sent, one entry
// each.
//
// The fields are views into the request, `from` and `storage`; the cookies into the request.
void read_http_headers(const http::request& request, const forwarding& from, cookie_choice choice, std::string& storage,
                       field_list& fields, std::vector<std::string_view>& cookies);

// Is a body of that Content-Type text in an event, not base64? text/*, JSON, XML and JavaScript are. (Documented for
// function URLs, observed at HTTP APIs: forms, multipart and bodies without a type are base64.)
bool is_text_type(std::string_view content_type) noexcept;

}  // namespace lamina::gateway
