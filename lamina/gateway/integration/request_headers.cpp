#include "lamina/gateway/integration/request_headers.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace lamina::gateway {
namespace {

// Recorded on the live service: test_apigateway_header_remapping_aws[AWS_PROXY]; the override header is documented to
// be consumed.
constexpr std::array<std::string_view, 13> dropped = {"Connection",
                                                      "Content-Length",
                                                      "Content-MD5",
                                                      "Expect",
                                                      "Max-Forwards",
                                                      "Proxy-Authenticate",
                                                      "Server",
                                                      "TE",
                                                      "Trailer",
                                                      "Transfer-Encoding",
                                                      "Upgrade",
                                                      "WWW-Authenticate",
                                                      "X-HTTP-Method-Override"};

constexpr std::array<std::string_view, 3> canonical = {"Authorization", "Host", "User-Agent"};

constexpr std::string_view forwarded_for = "X-Forwarded-For";
// Set by the gateway, whatever the client sent.
constexpr std::array<std::string_view, 3> replaced = {"X-Amzn-Trace-Id", "X-Forwarded-Port", "X-Forwarded-Proto"};

template <std::size_t Size>
std::optional<std::string_view> find_name(const std::array<std::string_view, Size>& names,
                                          std::string_view name) noexcept {
  for (const std::string_view known : names)
    if (http::equal_ignoring_case(known, name)) return known;
  return std::nullopt;
}

bool is_shown(std::string_view name, header_choice which) noexcept {
  if (which == header_choice::all) return true;
  if (which == header_choice::authorizer && http::equal_ignoring_case(name, "Content-Length")) return true;
  if (which == header_choice::proxy_event_of_signed && http::equal_ignoring_case(name, "Authorization")) return false;
  return !find_name(dropped, name);
}

}  // namespace

void read_headers(const http::request& request, const forwarding& from, std::string& storage, field_list& fields,
                  header_choice which) {
  storage.clear();
  for (const http::header& header : request.headers) {
    if (http::equal_ignoring_case(header.name, forwarded_for))
      storage.append(header.value).append(", ");
    else if (is_shown(header.name, which) && !find_name(replaced, header.name))
      fields.add(find_name(canonical, header.name).value_or(header.name), header.value);
  }
  if (which == header_choice::all && request.find("Content-Length").empty()) fields.add("content-length", "0");
  storage.append(from.client_address);
  const std::size_t addresses = storage.size();
  storage.resize(addresses + 5);
  const auto end = std::to_chars(storage.data() + addresses, storage.data() + storage.size(), from.port).ptr;
  const std::string_view stored = storage;
  fields.add(replaced[0], from.trace_id);
  fields.add(forwarded_for, stored.substr(0, addresses));
  fields.add(replaced[1], {stored.data() + addresses, end});
  fields.add(replaced[2], from.protocol);
}

std::string_view last_header(const http::request& request, std::string_view name) noexcept {
  for (std::size_t i = request.headers.size(); i-- > 0;)
    if (http::equal_ignoring_case(request.headers[i].name, name)) return request.headers[i].value;
  return {};
}

std::string_view domain_name(std::string_view host) noexcept {
  const std::size_t bracket = host.rfind(']');
  const std::size_t colon = host.find(':', bracket == std::string_view::npos ? 0 : bracket);
  return host.substr(0, colon);
}

std::size_t header_value_bytes(const http::request& request) noexcept {
  std::size_t bytes = 0;
  for (const http::header& header : request.headers) bytes += header.value.size();
  return bytes;
}

}  // namespace lamina::gateway
