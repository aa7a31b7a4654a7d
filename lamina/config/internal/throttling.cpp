#include "lamina/config/internal/throttling.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "lamina/config/internal/api_resources.h"
#include "lamina/config/internal/route_text.h"

namespace lamina::config {
namespace {

constexpr std::string_view ignored = "nothing is throttled by it";
constexpr std::int64_t most = 1'000'000'000;

std::optional<double> read_rate(const node& from) {
  const auto digits = from.text(ignored);
  if (!digits) return std::nullopt;
  double number = 0;
  const auto read = std::from_chars(digits->data(), digits->data() + digits->size(), number);
  const bool whole = read.ec == std::errc() && read.ptr == digits->data() + digits->size();
  if (!whole || !(number >= 0 && number <= static_cast<double>(most))) {
    from.expected("requests per second, a number from 0 to " + std::to_string(most));
    return std::nullopt;
  }
  return number;
}

// "/~1pets~1{id}" and "/pets/{id}" are the same resource; "/*" is all of them.
std::string method_path(std::string text) {
  for (std::size_t at = 0; (at = text.find("~1", at)) != std::string::npos;) text.replace(at, 2, "/");
  while (text.starts_with("//")) text.erase(0, 1);
  return text == "/*" ? "*" : text;
}

void read_rest_stages(building& into) {
  for (const node& stage : stage_properties(into, stage_of::rest_api))
    for (const node& one : stage["MethodSettings"].items())
      if (const auto limit = read_throttle(one, stage_throttle_keys))
        into.throttles.rest.push_back({upper(one["HttpMethod"].text("it is for all").value_or("*")),
                                       method_path(one["ResourcePath"].text("it is for all").value_or("*")), *limit});
}

void read_v2_stages(building& into, stage_of api, std::map<std::string, throttle, std::less<>>& to) {
  for (const node& stage : stage_properties(into, api)) {
    if (const auto all = read_throttle(stage["DefaultRouteSettings"], stage_throttle_keys)) to[""] = *all;
    for (const auto& [route, settings] : stage["RouteSettings"].members())
      if (const auto limit = read_throttle(settings, stage_throttle_keys)) to[route] = *limit;
  }
}

std::optional<throttle> found_in(const std::map<std::string, throttle, std::less<>>& from, std::string_view key) {
  auto found = from.find(key);
  if (found == from.end()) found = from.find("");
  return found == from.end() ? std::nullopt : std::optional(found->second);
}

// The most exact setting wins; of two that are as exact, the last.
std::optional<throttle> rest_setting(const route_throttles& from, const route& route) {
  std::optional<throttle> best;
  int best_rank = -1;
  for (const auto& one : from.rest) {
    const bool method = one.method == route.method, path = one.path == route.path;
    if ((!method && one.method != "*") || (!path && one.path != "*")) continue;
    const int rank = (path ? 2 : 0) + (method ? 1 : 0);
    if (rank < best_rank) continue;
    best_rank = rank;
    best = one.limit;
  }
  return best;
}

}  // namespace

std::optional<throttle> read_throttle(const node& from, const throttle_keys& keys) {
  if (from.is_given() && !from.is_map()) from.expected("a map with " + std::string(keys.rate));
  const auto rate = read_rate(from[keys.rate]);
  const auto burst = from[keys.burst].whole_number("it is that of a second", most);
  if (!rate) {
    if (burst)
      from.warn(std::string(keys.burst) + " without " + std::string(keys.rate) + ": nothing is throttled by it");
    return std::nullopt;
  }
  return throttle{*rate, burst.value_or(static_cast<std::int64_t>(std::ceil(*rate)))};
}

void read_route_throttles(building& into) {
  read_rest_stages(into);
  read_v2_stages(into, stage_of::http_api, into.throttles.http);
  read_v2_stages(into, stage_of::websocket_api, into.throttles.websocket);
  const node plugin = into.root["custom"]["apiGatewayThrottling"];
  if (!plugin["disabled"].is_true()) into.throttles.plugin = read_throttle(plugin, plugin_throttle_keys);
  into.out.account_throttle = read_throttle(into.root["custom"]["lamina"]["throttle"], plan_throttle_keys);
}

std::optional<throttle> throttle_of(const route_throttles& from, const node& own, const route& route) {
  if (own.is_given() && own["disabled"].boolean(ignored).value_or(false)) return std::nullopt;
  if (auto limit = own.is_given() ? read_throttle(own, plugin_throttle_keys) : std::nullopt) return limit;
  const bool rest = route.api == api_kind::rest;
  const std::string key = route.path == "$default" ? route.path : route.method + " " + route.path;
  if (auto limit = rest ? rest_setting(from, route) : found_in(from.http, key)) return limit;
  return from.plugin;
}

std::optional<throttle> throttle_of_websocket(const route_throttles& from, std::string_view route) {
  return found_in(from.websocket, route);
}

}  // namespace lamina::config
