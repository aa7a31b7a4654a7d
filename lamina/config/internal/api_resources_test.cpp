#include "lamina/config/internal/api_resources.h"

#include <gtest/gtest.h>

#include "lamina/config/internal/loaded_text.h"

// Seen through what reads them: gateway responses, which need nothing else.
namespace lamina::config {
namespace {

std::vector<std::string> types_in(std::string_view rest) {
  const loaded_text one(service_text(rest));
  std::vector<std::string> types;
  if (!one.outcome) return {one.failure()};
  for (const gateway_response& response : one->gateway_responses) types.push_back(response.type);
  return types;
}

using names = std::vector<std::string>;

TEST(api_resources, are_found_in_a_map_and_in_a_list_of_maps) {
  EXPECT_EQ(types_in("resources:\n  Resources:\n    A: {Type: 'AWS::ApiGateway::GatewayResponse', Properties: "
                     "{ResponseType: THROTTLED}}\n    B: {Type: 'AWS::S3::Bucket'}\n"),
            names{"THROTTLED"});
  EXPECT_EQ(types_in("resources:\n  - Resources:\n      A: {Type: 'AWS::ApiGateway::GatewayResponse', Properties: "
                     "{ResponseType: THROTTLED}}\n  - Resources:\n      B: {Type: 'AWS::ApiGateway::GatewayResponse', "
                     "Properties: {ResponseType: UNAUTHORIZED}}\n"),
            (names{"THROTTLED", "UNAUTHORIZED"}));
}

TEST(api_resources, variables_are_followed_and_those_of_others_never_looked_at) {
  const loaded_text one(service_text(
      "custom: {type: UNAUTHORIZED}\nresources:\n  Resources:\n    A: {Type: 'AWS::ApiGateway::GatewayResponse', "
      "Properties: {ResponseType: '${self:custom.type}'}}\n    B: ${cf:never.needed}\n    C: {Type: "
      "'${cf:never.needed}'}\n"));
  EXPECT_EQ(one->gateway_responses.at(0).type, "UNAUTHORIZED");
  EXPECT_FALSE(one.warns("never.needed")) << one.all_warnings();
}

TEST(api_resources, of_another_api_are_left_out) {
  const auto of = [](std::string_view api) {
    return types_in(
        "resources:\n  Resources:\n    A: {Type: 'AWS::ApiGateway::GatewayResponse', Properties: "
        "{ResponseType: THROTTLED, RestApiId: " +
        std::string(api) + "}}\n");
  };
  EXPECT_EQ(of("{Ref: ApiGatewayRestApi}"), names{"THROTTLED"});
  EXPECT_EQ(of("{'Fn::ImportValue': shared}"), names{"THROTTLED"});
  EXPECT_EQ(of("{Ref: SecondApi}"), names{});
}

TEST(api_resources, that_override_the_frameworks_are_known_by_their_id) {
  const loaded_text one(service_text(
      "functions: {a: {handler: a.b, events: [httpApi: GET /x]}}\nresources:\n  extensions:\n    HttpApiStage:\n      "
      "Properties:\n        DefaultRouteSettings: {ThrottlingRateLimit: 5, ThrottlingBurstLimit: 7}\n"));
  EXPECT_EQ(one->routes.at(0).throttle, (throttle{5, 7}));
}

}  // namespace
}  // namespace lamina::config
