#include <algorithm>

#include "lamina/config/internal/building.h"

namespace lamina::config {
namespace {

constexpr std::string_view ignored = "it is ignored";

void unite(std::vector<std::string>& into, const std::vector<std::string>& more) {
  for (const std::string& one : more)
    if (std::find(into.begin(), into.end(), one) == into.end()) into.push_back(one);
}

std::vector<std::string> or_else(std::vector<std::string> given, const std::vector<std::string>& otherwise) {
  return given.empty() ? otherwise : given;
}

// The Framework's merge: the later event's origins stand first, and a list anywhere on the path beats single origins.
void add_origins(rest_cors& to, const std::vector<std::string>& origins, bool is_list) {
  if (is_list || origins.size() > 1) {
    std::vector<std::string> united = origins;
    unite(united, to.reflected);
    to.reflected = std::move(united);
  }
  to.origin = to.reflected.empty() ? origins.front() : to.reflected.front();
}

std::vector<std::string> methods_of(const std::vector<route>& routes) {
  std::vector<std::string> out = {"OPTIONS"};
  for (const route& one : routes)
    unite(out, one.method == "ANY" ? std::vector<std::string>{"DELETE", "GET", "HEAD", "PATCH", "POST", "PUT"}
                                   : std::vector<std::string>{one.method});
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

std::vector<std::string> listed(const node& from) {
  std::vector<std::string> out;
  for (const std::string& text : from.texts(ignored)) {
    std::string_view rest = text;
    while (!rest.empty()) {
      const std::size_t comma = std::min(rest.find(','), rest.size());
      std::string_view one = rest.substr(0, comma);
      while (!one.empty() && one.front() == ' ') one.remove_prefix(1);
      while (!one.empty() && one.back() == ' ') one.remove_suffix(1);
      if (!one.empty()) out.emplace_back(one);
      rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
  }
  return out;
}

const std::vector<std::string>& default_cors_headers() {
  static const std::vector<std::string> headers = {"Content-Type",   "X-Amz-Date",           "Authorization",
                                                   "X-Api-Key",      "X-Amz-Security-Token", "X-Amz-User-Agent",
                                                   "X-Amzn-Trace-Id"};
  return headers;
}

void add_rest_cors(building& into, const node& cors, const std::string& path, const std::string& method) {
  if (!cors.is_true() && !cors.is_map()) return cors.expected("true, false or a map");
  auto& all = into.out.rest_cors_paths;
  auto found = std::find_if(all.begin(), all.end(), [&](const rest_cors& one) { return one.path == path; });
  if (found == all.end()) {
    all.push_back({path, {}, {}, {}, false, {}, {}, {}, {}});
    found = std::prev(all.end());
  }
  const bool has_list = cors["origins"].is_given();
  const std::vector<std::string> origins = or_else(listed(cors[has_list ? "origins" : "origin"]), {"*"});
  unite(found->origins, origins);
  add_origins(*found, origins, has_list);
  unite(found->headers, or_else(listed(cors["headers"]), default_cors_headers()));
  unite(found->methods, listed(cors["methods"]));
  unite(found->methods, {"OPTIONS", method});
  std::sort(found->methods.begin(), found->methods.end());
  if (cors["allowCredentials"].boolean(ignored).value_or(false)) found->allow_credentials = true;
  if (const auto age = cors["maxAge"].whole_number(ignored, 1'000'000'000)) found->max_age = static_cast<int>(*age);
  if (auto control = cors["cacheControl"].text(ignored)) found->cache_control = *std::move(control);
}

void read_http_api_cors(building& into) {
  const node cors = into.root["provider"]["httpApi"]["cors"];
  if (cors.is_unresolved()) cors.warn("cannot be resolved (" + cors.why() + "); the API has no cors");
  if (!cors.is_given() || cors.is_false()) return;
  if (!cors.is_true() && !cors.is_map()) return cors.expected("true, false or a map");
  http_api_cors to;
  to.origins = or_else(listed(cors["allowedOrigins"]), {"*"});
  to.headers = or_else(listed(cors["allowedHeaders"]), default_cors_headers());
  to.methods = or_else(listed(cors["allowedMethods"]), methods_of(into.http_api_routes));
  to.exposed_headers = listed(cors["exposedResponseHeaders"]);
  to.allow_credentials = cors["allowCredentials"].boolean(ignored).value_or(false);
  if (const auto age = cors["maxAge"].whole_number(ignored, 86'400)) to.max_age = static_cast<int>(*age);
  into.out.http_cors = std::move(to);
}

}  // namespace lamina::config
