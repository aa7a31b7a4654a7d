#include "lamina/gateway/integration/http_cors.h"

#include <algorithm>

#include "lamina/gateway/integration/internal/response_head.h"

namespace lamina::gateway {
namespace {

using internal::append_header;

void append_list(std::string& out, std::string_view name, const std::vector<std::string>& values) {
  if (values.empty()) return;
  std::string joined;
  for (const std::string& value : values) joined.append(joined.empty() ? "" : ",").append(value);
  append_header(out, name, joined);
}

}  // namespace

http_cors::http_cors(const config::http_api_cors& from)
    : any_origin_(std::ranges::find(from.origins, "*") != from.origins.end()), origins_(from.origins) {
  if (from.allow_credentials) append_header(credentials_, "access-control-allow-credentials", "true");
  append_list(exposed_headers_, "access-control-expose-headers", from.exposed_headers);
  append_list(preflight_, "access-control-allow-methods", from.methods);
  append_list(preflight_, "access-control-allow-headers", from.headers);
  if (from.max_age) append_header(preflight_, "access-control-max-age", std::to_string(*from.max_age));
}

bool http_cors::is_preflight(const http::request& request) noexcept {
  return request.method == "OPTIONS" && !request.find("Origin").empty() &&
         !request.find("Access-Control-Request-Method").empty();
}

bool http_cors::write_origin(std::string& out, std::string_view origin) const {
  const auto matches = [origin](const std::string& pattern) { return matches_origin(pattern, origin); };
  if (origin.empty() || (!any_origin_ && std::ranges::none_of(origins_, matches))) return false;
  append_header(out, "access-control-allow-origin", any_origin_ ? "*" : origin);
  out += credentials_;
  return true;
}

void http_cors::write_lines(std::string& out, std::string_view origin) const {
  if (write_origin(out, origin)) out += exposed_headers_;
}

void http_cors::write_preflight_lines(std::string& out, std::string_view origin) const {
  if (write_origin(out, origin)) out += preflight_;
}

// Goes back to the last "*" only: linear in practice, never worse than the product of the two lengths.
bool matches_origin(std::string_view pattern, std::string_view origin) noexcept {
  std::size_t at = 0, star = std::string_view::npos, resume = 0;
  for (std::size_t i = 0; i < origin.size();) {
    if (at < pattern.size() && pattern[at] == '*') {
      star = at++;
      resume = i;
    } else if (at < pattern.size() && http::equal_ignoring_case(pattern.substr(at, 1), origin.substr(i, 1))) {
      ++at, ++i;
    } else if (star != std::string_view::npos) {
      at = star + 1;
      i = ++resume;
    } else {
      return false;
    }
  }
  return pattern.substr(at).find_first_not_of('*') == std::string_view::npos;
}

}  // namespace lamina::gateway
