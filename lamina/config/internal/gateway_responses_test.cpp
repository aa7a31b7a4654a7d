#include <gtest/gtest.h>

#include "lamina/config/internal/loaded_text.h"

namespace lamina::config {
namespace {

using pairs = std::vector<std::pair<std::string, std::string>>;

std::string resource(std::string_view properties) {
  return service_text("resources:\n  Resources:\n    Answer:\n      Type: AWS::ApiGateway::GatewayResponse\n" +
                      std::string("      Properties: ") + std::string(properties) + "\n");
}

TEST(gateway_responses_of_a_service, are_read_from_resources) {
  const loaded_text one(resource(
      "{ResponseType: DEFAULT_4XX, StatusCode: '404', ResponseParameters: {gatewayresponse.header.X-A: \"'a'\"}, "
      "ResponseTemplates: {application/json: '{}'}}"));
  const gateway_response& read = one->gateway_responses.at(0);
  EXPECT_EQ(read.type, "DEFAULT_4XX");
  EXPECT_EQ(read.status, 404);
  EXPECT_EQ(read.headers, (pairs{{"X-A", "'a'"}}));
  EXPECT_EQ(read.templates, (pairs{{"application/json", "{}"}}));
  EXPECT_EQ(read.where.line, 8);
}

TEST(gateway_responses_of_a_service, are_read_from_custom_lamina_by_type) {
  const loaded_text one(
      service_text("custom:\n  lamina:\n    gatewayResponses:\n      THROTTLED: {StatusCode: 503}\n      UNAUTHORIZED: "
                   "{Status: 1}\n"));
  EXPECT_EQ(one->gateway_responses.at(0).type, "THROTTLED");
  EXPECT_EQ(one->gateway_responses.at(0).status, 503);
  EXPECT_FALSE(one->gateway_responses.at(1).status);
  EXPECT_TRUE(one.warns("unknown key of a gateway response, ignored; did you mean StatusCode?")) << one.all_warnings();
}

TEST(gateway_responses_of_a_service, that_are_none_stop_the_load) {
  const auto failure = [](std::string_view properties) { return loaded_text(resource(properties)).failure(); };
  EXPECT_NE(failure("{StatusCode: 400}").find("`ResponseType` is missing"), std::string::npos);
  EXPECT_NE(failure("{ResponseType: THROTTLED, StatusCode: 99}").find("expected a status from 200 to 599"),
            std::string::npos);
  EXPECT_NE(failure("{ResponseType: THROTTLED, StatusCode: many}").find("expected a whole number"), std::string::npos);
  EXPECT_NE(
      failure("{ResponseType: THROTTLED, ResponseParameters: {X-A: 1}}").find("expected gatewayresponse.header.<name>"),
      std::string::npos);
  EXPECT_NE(loaded_text(service_text("custom: {lamina: {gatewayResponses: [1]}}\n")).failure().find("expected a map"),
            std::string::npos);
}

}  // namespace
}  // namespace lamina::config
