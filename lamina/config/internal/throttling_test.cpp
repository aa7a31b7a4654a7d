#include "lamina/config/internal/throttling.h"

#include <gtest/gtest.h>

#include "lamina/config/internal/loaded_text.h"

namespace lamina::config {
namespace {

constexpr std::string_view functions =
    "functions:\n  a:\n    handler: a.b\n    events:\n      - http: {path: pets, method: get}\n"
    "      - http: {path: pets, method: post, throttling: {maxRequestsPerSecond: 3, maxConcurrentRequests: 4}}\n"
    "      - http: {path: free, method: get, throttling: {disabled: true}}\n      - http: GET /pets/{id}\n";

std::string service_with(std::string_view rest) { return service_text(std::string(functions) + std::string(rest)); }

std::string stage(std::string_view settings) {
  return service_with(
      "resources:\n  Resources:\n    ApiGatewayStage:\n      Type: AWS::ApiGateway::Stage\n"
      "      Properties:\n        StageName: dev\n        MethodSettings:\n" +
      std::string(settings));
}

std::vector<std::optional<throttle>> throttles(const loaded_text& one) {
  std::vector<std::optional<throttle>> out;
  for (const route& each : one->routes) out.push_back(each.throttle);
  return out;
}

using limits = std::vector<std::optional<throttle>>;

TEST(throttling, nothing_is_throttled_by_itself) {
  const loaded_text one(service_with(""));
  EXPECT_EQ(throttles(one), (limits{std::nullopt, throttle{3, 4}, std::nullopt, std::nullopt}));
  EXPECT_FALSE(one->account_throttle);
}

TEST(throttling, the_plugins_default_is_for_routes_without_a_word_of_their_own) {
  const loaded_text one(
      service_with("custom: {apiGatewayThrottling: {maxRequestsPerSecond: 10, maxConcurrentRequests: 20}}\n"));
  EXPECT_EQ(throttles(one), (limits{throttle{10, 20}, throttle{3, 4}, std::nullopt, throttle{10, 20}}));
}

TEST(throttling, the_most_exact_setting_of_the_stage_wins) {
  const loaded_text one(stage(
      "          - {HttpMethod: GET, ResourcePath: '/~1pets~1{id}', ThrottlingRateLimit: 0.5, ThrottlingBurstLimit: "
      "1}\n"
      "          - {HttpMethod: '*', ResourcePath: '/*', ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200}\n"));
  EXPECT_EQ(throttles(one), (limits{throttle{100, 200}, throttle{3, 4}, std::nullopt, throttle{0.5, 1}}));
}

TEST(throttling, another_stage_of_the_resources_says_nothing) {
  std::string text = stage("          - {HttpMethod: '*', ResourcePath: '/*', ThrottlingRateLimit: 100}\n");
  EXPECT_EQ(loaded_text(text)->routes[0].throttle, (throttle{100, 100}));
  text.replace(text.find("StageName: dev"), 14, "StageName: live");
  EXPECT_FALSE(loaded_text(text)->routes[0].throttle);
}

TEST(throttling, routes_of_http_and_websocket_apis_have_the_settings_of_their_stages) {
  const loaded_text one(service_text(
      "functions:\n  a:\n    handler: a.b\n    events:\n      - httpApi: GET /pets\n      - httpApi: '*'\n"
      "      - websocket: $connect\n      - websocket: say\nresources:\n  extensions:\n    HttpApiStage:\n"
      "      Properties:\n        DefaultRouteSettings: {ThrottlingRateLimit: 5, ThrottlingBurstLimit: 6}\n"
      "        RouteSettings: {'GET /pets': {ThrottlingRateLimit: 7, ThrottlingBurstLimit: 8}}\n"
      "  Resources:\n    Sockets:\n      Type: AWS::ApiGatewayV2::Stage\n      Properties: {ApiId: {Ref: "
      "WebsocketsApi}, "
      "RouteSettings: {say: {ThrottlingRateLimit: 1, ThrottlingBurstLimit: 2}}}\n"));
  EXPECT_EQ(throttles(one), (limits{throttle{7, 8}, throttle{5, 6}}));
  EXPECT_FALSE(one->websockets.at(0).throttle);
  EXPECT_EQ(one->websockets.at(1).throttle, (throttle{1, 2}));
}

TEST(throttling, all_requests_together_are_throttled_on_demand) {
  const loaded_text one(service_text("custom: {lamina: {throttle: {rateLimit: 10000, burstLimit: 5000}}}\n"));
  EXPECT_EQ(one->account_throttle, (throttle{10000, 5000}));
  EXPECT_EQ(one.all_warnings(), "");
}

TEST(throttling, what_is_no_rate_stops_the_load) {
  const auto load = [](std::string_view map) {
    return loaded_text(service_text("custom: {lamina: {throttle: " + std::string(map) + "}}\n"));
  };
  EXPECT_NE(load("{rateLimit: fast}").failure().find("expected requests per second"), std::string::npos);
  EXPECT_NE(load("{rateLimit: -1}").failure().find("expected requests per second"), std::string::npos);
  EXPECT_NE(load("{rateLimit: 1, burstLimit: 0.5}").failure().find("expected a whole number"), std::string::npos);
  EXPECT_NE(load("7").failure().find("expected a map"), std::string::npos);
  EXPECT_TRUE(load("{burstLimit: 5}").warns("burstLimit without rateLimit"));
}

}  // namespace
}  // namespace lamina::config
