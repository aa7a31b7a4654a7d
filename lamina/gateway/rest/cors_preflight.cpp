#include "lamina/gateway/rest/cors_preflight.h"

#include <algorithm>

#include "lamina/gateway/authorizers/policy.h"

namespace lamina::gateway {
namespace {

// OPTIONS is not in it: a path whose events are of ANY has it besides.
constexpr std::string_view any_method = "DELETE,GET,HEAD,PATCH,POST,PUT";

std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) {
    if (!out.empty()) out += ',';
    out += text == "ANY" ? any_method : std::string_view(text);
  }
  return out;
}

}  // namespace

cors_preflight::cors_preflight(const config::rest_cors& from) {
  headers_.emplace_back("Access-Control-Allow-Origin", from.origin);
  headers_.emplace_back("Access-Control-Allow-Headers", joined(from.headers));
  headers_.emplace_back("Access-Control-Allow-Methods", joined(from.methods));
  if (from.allow_credentials) headers_.emplace_back("Access-Control-Allow-Credentials", "true");
  if (from.max_age && *from.max_age > 0) headers_.emplace_back("Access-Control-Max-Age", std::to_string(*from.max_age));
  if (!from.cache_control.empty()) headers_.emplace_back("Cache-Control", from.cache_control);
  for (const std::string& one : from.reflected) {
    std::string& pattern = reflected_.emplace_back();
    for (const char c : one) pattern.append(c == '*' ? "?*" : "").append(c == '*' ? 0 : 1, c);
  }
}

proxy_response cors_preflight::answer(std::string_view origin) const {
  proxy_response out;
  out.headers.assign(headers_.begin(), headers_.end());
  if (std::ranges::any_of(reflected_, [&](const std::string& one) { return matches_wildcards(one, origin); }))
    out.headers.front().second = origin;
  return out;
}

}  // namespace lamina::gateway
