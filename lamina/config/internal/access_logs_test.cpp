#include <gtest/gtest.h>

#include "lamina/config/internal/loaded_text.h"

namespace lamina::config {
namespace {

std::string with_logs(std::string_view logs) {
  std::string text = service_text("");
  const std::string provider = "provider:\n";
  const std::size_t at = text.find(provider);
  if (at != std::string::npos) return text.insert(at + provider.size(), "  logs:\n" + std::string(logs));
  return text;
}

TEST(access_logs, are_on_and_of_the_gateways_own_format_unless_the_file_says_more) {
  const loaded_text one(service_text(""));
  for (const access_logging* each : {&one->access_logs.rest, &one->access_logs.http, &one->access_logs.websocket}) {
    EXPECT_TRUE(each->is_on);
    EXPECT_EQ(each->format, "");
  }
}

TEST(access_logs, have_a_format_for_each_kind_of_api) {
  const loaded_text one(
      with_logs("    restApi: {format: \"$context.requestId r\"}\n"
                "    httpApi: {format: \"$context.requestId h\"}\n"
                "    websocket: {format: \"$context.requestId w\", level: INFO}\n"));
  EXPECT_EQ(one->access_logs.rest.format, "$context.requestId r");
  EXPECT_EQ(one->access_logs.http.format, "$context.requestId h");
  EXPECT_EQ(one->access_logs.websocket.format, "$context.requestId w");
  EXPECT_NE(one->access_logs.http.where.text().find("provider.logs.httpApi.format"), std::string::npos);
  EXPECT_EQ(one.all_warnings(), "");
}

TEST(access_logs, can_be_switched_off) {
  const loaded_text one(with_logs("    restApi: false\n    websocket: {accessLogging: false}\n    httpApi: true\n"));
  EXPECT_FALSE(one->access_logs.rest.is_on);
  EXPECT_FALSE(one->access_logs.websocket.is_on);
  EXPECT_TRUE(one->access_logs.http.is_on);
}

TEST(access_logs, are_as_stages_among_the_resources_say) {
  const loaded_text one(
      with_logs("    restApi: false\n    httpApi: {format: \"$context.requestId h\"}\n") +
      "resources:\n  Resources:\n"
      "    ApiGatewayStage: {Type: 'AWS::ApiGateway::Stage', Properties: {RestApiId: {Ref: ApiGatewayRestApi}, "
      "StageName: "
      "dev, AccessLogSetting: {DestinationArn: {'Fn::GetAtt': [Logs, Arn]}, Format: '$context.requestId r'}}}\n"
      "    Other: {Type: 'AWS::ApiGateway::Stage', Properties: {RestApiId: {Ref: ApiGatewayRestApi}, StageName: "
      "another, AccessLogSetting: {Format: '$context.requestId other'}}}\n"
      "  extensions:\n    WebsocketsDeploymentStage: {Properties: {AccessLogSettings: {Format: '$context.requestId "
      "w'}}}\n    HttpApiStage: {Properties: {AccessLogSettings: {Format: {'Fn::Sub': x}}}}\n");
  ASSERT_EQ(one.failure(), "none");
  EXPECT_TRUE(one->access_logs.rest.is_on);
  EXPECT_EQ(one->access_logs.rest.format, "$context.requestId r");
  EXPECT_EQ(one->access_logs.http.format, "$context.requestId h");
  EXPECT_EQ(one->access_logs.websocket.format, "$context.requestId w");
  EXPECT_TRUE(one.warns("the access log keeps its own format")) << one.all_warnings();
}

TEST(access_logs, are_as_a_deployment_says) {
  const loaded_text one(service_text(
      "resources:\n  Resources:\n    D: {Type: 'AWS::ApiGateway::Deployment', Properties: {RestApiId: {Ref: "
      "ApiGatewayRestApi}, StageDescription: {AccessLogSetting: {Format: '$context.requestId d'}}}}\n"));
  EXPECT_EQ(one->access_logs.rest.format, "$context.requestId d");
}

TEST(access_logs, name_what_cannot_be) {
  EXPECT_NE(loaded_text(with_logs("    restApi: [1]\n")).failure().find("provider.logs.restApi: expected true, false"),
            std::string::npos);
  EXPECT_NE(loaded_text(with_logs("    restApi: {format: [1]}\n")).failure().find("provider.logs.restApi.format"),
            std::string::npos);
}

}  // namespace
}  // namespace lamina::config
