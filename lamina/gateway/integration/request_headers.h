#pragma once

#include <string>
#include <string_view>

#include "lamina/gateway/integration/field_list.h"
#include "lamina/http/message.h"

namespace lamina::gateway {

// What the gateway itself says about a request; it overrides what a client claims.
struct forwarding {
  std::string_view client_address;
  std::uint16_t port = 0;
  std::string_view protocol = "http";
  std::string_view trace_id;
};

// Which headers an event shows: those of a proxy event, or all of them, as the event of a WebSocket API's authorizer
// has them (hop-by-hop headers too, and "content-length: 0" where the client sent none).
//   authorizer: those of the event of a REST API's REQUEST authorizer, which shows Content-Length as well
//   proxy_event_of_signed: without Authorization, which API Gateway takes away once it has checked a signature
enum class header_choice { proxy_event, all, authorizer, proxy_event_of_signed };

// The headers of a REST proxy event (recorded behaviour): names as the client spelt them, but Authorization, Host,
// User-Agent and the X-Amzn-Trace-Id and X-Forwarded-* that are added always in that spelling; hop-by-hop and length
// headers left out. X-Forwarded-For is what the client sent, then the client's own address.
//
// The fields are views into the request, `from` and `storage`.
void read_headers(const http::request& request, const forwarding& from, std::string& storage, field_list& fields,
                  header_choice which = header_choice::proxy_event);

// The last header of that name: what an event's `headers` shows of repeats. Null data: there is none.
std::string_view last_header(const http::request& request, std::string_view name) noexcept;

// requestContext.domainName: a Host header, an IPv6 address in brackets too, without the port.
std::string_view domain_name(std::string_view host) noexcept;

// The size that the 10,240 byte limit of API Gateway is about: all header values together.
std::size_t header_value_bytes(const http::request& request) noexcept;

}  // namespace lamina::gateway
