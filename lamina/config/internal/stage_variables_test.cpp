#include <gtest/gtest.h>

#include "lamina/config/internal/loaded_text.h"

// custom.lamina.stageVariables, and those of stages among the resources: internal/stage_variables.cpp.
namespace lamina::config {
namespace {

using texts = std::map<std::string, std::string>;

TEST(stage_variables, are_those_of_both_apis) {
  const loaded_text one(service_text("custom: {lamina: {stageVariables: {table: pets, n: 5}}}\n"));
  EXPECT_EQ(one->stage_variables, (texts{{"table", "pets"}, {"n", "5"}}));
  EXPECT_EQ(one->http_stage_variables, one->stage_variables);
  EXPECT_TRUE(loaded_text(service_text(""))->stage_variables.empty());
}

TEST(stage_variables, stand_among_the_resources_too) {
  const loaded_text one(service_text(
      "custom: {own: mine, lamina: {stageVariables: {c: ours}}}\nresources:\n  Resources:\n"
      "    D: {Type: 'AWS::ApiGateway::Deployment', Properties: {RestApiId: {Ref: ApiGatewayRestApi}, "
      "StageDescription: {Variables: {a: '1', b: '1'}}}}\n"
      "    S: {Type: 'AWS::ApiGateway::Stage', Properties: {Variables: {b: '${self:custom.own}', c: '2', d: "
      "{Ref: X}}}}\n"
      "    O: {Type: 'AWS::ApiGateway::Stage', Properties: {RestApiId: {Ref: Other}, Variables: {e: "
      "'1'}}}\n"
      "    H: {Type: 'AWS::ApiGatewayV2::Stage', Properties: {ApiId: {Ref: HttpApi}, StageVariables: {f: "
      "'1'}}}\n"));
  ASSERT_EQ(one.failure(), "none");
  EXPECT_EQ(one->stage_variables, (texts{{"a", "1"}, {"b", "mine"}, {"c", "ours"}}));
  EXPECT_EQ(one->http_stage_variables, (texts{{"c", "ours"}, {"f", "1"}}));
  EXPECT_TRUE(one.warns("custom.lamina.stageVariables.d can say it here")) << one.all_warnings();
}

TEST(http_stage, may_be_renamed_as_the_framework_names_its_resource) {
  const auto named = [](const std::string& name) {
    return loaded_text(
        service_text("resources:\n  extensions:\n    HttpApiStage: {Properties: {StageName: " + name + "}}\n"));
  };
  EXPECT_EQ(loaded_text(service_text(""))->http_stage, "$default");
  EXPECT_EQ(named("'${sls:stage}'")->http_stage, "dev");
  EXPECT_EQ(named("$default")->http_stage, "$default");
  EXPECT_NE(named("a/b").failure().find("expected $default, or letters"), std::string::npos) << named("a/b").failure();
}

TEST(stage_variables, are_those_of_the_stage_that_is_served) {
  const loaded_text one(
      service_text("resources:\n  Resources:\n"
                   "    A: {Type: 'AWS::ApiGateway::Stage', Properties: {StageName: dev, Variables: {a: '1'}}}\n"
                   "    B: {Type: 'AWS::ApiGateway::Stage', Properties: {StageName: another, Variables: {a: '2'}}}\n"));
  EXPECT_EQ(one->stage_variables, (texts{{"a", "1"}}));
}

TEST(stage_variables, have_the_services_limits) {
  const auto failure = [](const std::string& name, const std::string& value) {
    return loaded_text(service_text("custom: {lamina: {stageVariables: {" + name + ": " + value + "}}}\n")).failure();
  };
  EXPECT_EQ(failure("a", std::string(512, 'x')), "none");
  EXPECT_NE(failure("a", std::string(513, 'x')).find("at most 512"), std::string::npos);
  EXPECT_NE(failure(std::string(65, 'a'), "x").find("at most 64"), std::string::npos);
  EXPECT_NE(failure("a", "[b]").find("expected text"), std::string::npos);
  std::string many = "a0: x";
  for (int i = 1; i <= 100; ++i) many += ", a" + std::to_string(i) + ": x";
  EXPECT_NE(
      loaded_text(service_text("custom: {lamina: {stageVariables: {" + many + "}}}\n")).failure().find("at most 100"),
      std::string::npos);
}

}  // namespace
}  // namespace lamina::config
