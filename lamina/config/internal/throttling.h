#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "lamina/config/internal/node.h"
#include "lamina/config/service.h"

namespace lamina::config {

// The keys under which a throttle is written.
struct throttle_keys {
  std::string_view rate, burst;
};
inline constexpr throttle_keys plan_throttle_keys = {"rateLimit", "burstLimit"};
inline constexpr throttle_keys resource_throttle_keys = {"RateLimit", "BurstLimit"};
inline constexpr throttle_keys stage_throttle_keys = {"ThrottlingRateLimit", "ThrottlingBurstLimit"};
inline constexpr throttle_keys plugin_throttle_keys = {"maxRequestsPerSecond", "maxConcurrentRequests"};

// Nothing where there is no rate. Without a burst, it is what a second may bring.
std::optional<throttle> read_throttle(const node& from, const throttle_keys& keys);

// What is said of routes elsewhere than at the routes: stages among the resources, serverless-api-gateway-throttling.
struct route_throttles {
  struct method_setting {
    std::string method, path;  // "*": all
    throttle limit;
  };
  std::vector<method_setting> rest;                              // MethodSettings of the stage
  std::map<std::string, throttle, std::less<>> http, websocket;  // RouteSettings by route key; "": of all routes
  std::optional<throttle> plugin;                                // custom.apiGatewayThrottling
};

// The throttle of one route: its own `throttling`, else that of the stage, else the plugin's default.
std::optional<throttle> throttle_of(const route_throttles& from, const node& own, const route& route);
std::optional<throttle> throttle_of_websocket(const route_throttles& from, std::string_view route);

}  // namespace lamina::config
