#include "lamina/http/redirect.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "lamina/http/url.h"

namespace lamina::http {
namespace {

constexpr int most_redirects = 5;

bool is_followed(const client_request& request, int status) {
  if (status == 307 || status == 308) return true;
  return request.method == "GET" && (status == 301 || status == 302 || status == 303);
}

std::string_view location_of(const response& said) {
  for (const auto& [name, value] : said.headers)
    if (equal_ignoring_case(name, "Location")) return value;
  return {};
}

// Where `location` leads from `base`: an absolute address, "//host/path" or "/path" (RFC 3986 section 5.3; what is
// relative to the last segment is not followed).
std::string resolve(const url& base, std::string_view location) {
  if (location.starts_with("//")) return (base.is_secure ? "https:" : "http:") + std::string(location);
  if (location.starts_with('/')) return base.origin() + std::string(location);
  return std::string(location);
}

void drop_credentials(client_request& request) {
  std::erase_if(request.headers, [](const auto& header) {
    return equal_ignoring_case(header.first, "Authorization") || equal_ignoring_case(header.first, "Cookie");
  });
}

// The request for where the response leads; nothing when it is not followed.
std::optional<client_request> next_request(const client_request& sent, const response& said) {
  const std::string_view location = location_of(said);
  const result<url> from = parse_url(sent.url);
  if (!is_followed(sent, said.status) || location.empty() || !from) return std::nullopt;
  client_request next = sent;
  next.url = resolve(*from, location);
  const result<url> to = parse_url(next.url);
  if (!to || (from->is_secure && !to->is_secure)) return std::nullopt;
  if (to->origin() != from->origin()) drop_credentials(next);
  return next;
}

}  // namespace

task<result<response>> fetch_following(net::event_loop& loop, client_request request) {
  for (int followed = 0;; ++followed) {
    client_request sent = request;
    result<response> said = co_await client::of(loop).fetch(std::move(sent));
    if (!said || followed == most_redirects) co_return said;
    std::optional<client_request> next = next_request(request, *said);
    if (!next) co_return said;
    request = *std::move(next);
  }
}

}  // namespace lamina::http
