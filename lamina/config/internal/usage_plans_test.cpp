#include <gtest/gtest.h>

#include "lamina/config/internal/loaded_text.h"

namespace lamina::config {
namespace {

std::string api(std::string_view keys) { return service_text("  apiGateway:\n" + std::string(keys)); }

std::string resources(std::string_view members, std::string_view provider = "") {
  return service_text(std::string(provider) + "resources:\n  Resources:\n" + std::string(members));
}

constexpr std::string_view plan =
    "    Paid:\n      Type: AWS::ApiGateway::UsagePlan\n      Properties:\n        UsagePlanName: paid\n"
    "        Quota: {Limit: 10, Period: WEEK, Offset: 1}\n        Throttle: {RateLimit: 2.5, BurstLimit: 5}\n"
    "        ApiStages:\n          - ApiId: {Ref: ApiGatewayRestApi}\n            Stage: dev\n"
    "            Throttle: {/pets/GET: {RateLimit: 1, BurstLimit: 2}}\n";
constexpr std::string_view key =
    "    Key:\n      Type: AWS::ApiGateway::ApiKey\n      Properties: {Name: mine, Value: secret, Enabled: false}\n";
constexpr std::string_view both =
    "    Both:\n      Type: AWS::ApiGateway::UsagePlanKey\n      Properties: {KeyId: {Ref: Key}, KeyType: API_KEY, "
    "UsagePlanId: {Ref: Paid}}\n";

TEST(usage_plans, one_plan_is_that_of_all_keys) {
  const loaded_text one(
      api("    apiKeys: [a, {name: b, value: v, enabled: false}]\n    usagePlan:\n"
          "      quota: {limit: 1000, offset: 2, period: MONTH}\n"
          "      throttle: {rateLimit: 100.5, burstLimit: 200}\n"));
  ASSERT_EQ(one->usage_plans.size(), 1u);
  EXPECT_EQ(one->usage_plans[0].name, "shop-dev");
  EXPECT_EQ(one->usage_plans[0].quota, (quota{1000, quota::span::month, 2}));
  EXPECT_EQ(one->usage_plans[0].throttle, (throttle{100.5, 200}));
  EXPECT_EQ(one->api_keys.at(0).usage_plan, "shop-dev");
  EXPECT_EQ(one->api_keys.at(1).usage_plan, "shop-dev");
  EXPECT_FALSE(one->api_keys.at(1).is_enabled);
}

TEST(usage_plans, keys_alone_make_a_plan_without_limits) {
  const loaded_text one(api("    apiKeys: [a]\n"));
  EXPECT_EQ(one->api_keys.at(0).usage_plan, one->usage_plans.at(0).name);
  EXPECT_FALSE(one->usage_plans.at(0).quota);
  EXPECT_TRUE(loaded_text(api("    binaryMediaTypes: []\n"))->usage_plans.empty());
}

TEST(usage_plans, named_plans_have_keys_of_their_own) {
  const loaded_text one(
      api("    apiKeys: [{free: [a, b]}, {paid: [{name: c}]}, d, {gold: [e]}]\n    usagePlan:\n"
          "      - free: {quota: {limit: 1, period: DAY}}\n      - paid: {throttle: {rateLimit: 3}}\n"));
  ASSERT_EQ(one->usage_plans.size(), 2u);
  EXPECT_EQ(one->usage_plans[1].throttle, (throttle{3, 3}));
  std::vector<std::string> plans;
  for (const api_key& key : one->api_keys) plans.push_back(key.usage_plan);
  EXPECT_EQ(plans, (std::vector<std::string>{"free", "free", "paid", "", "gold"}));
  EXPECT_TRUE(one.warns("there is no usage plan of that name")) << one.all_warnings();
}

TEST(usage_plans, the_older_places_are_read) {
  const loaded_text one(service_text("  apiKeys: [old]\n  usagePlan: {quota: {limit: 5}}\n"));
  EXPECT_EQ(one->usage_plans.at(0).quota, (quota{5, quota::span::day, 0}));
  EXPECT_EQ(one->api_keys.at(0).usage_plan, "shop-dev");
}

TEST(usage_plans, are_read_from_resources) {
  const loaded_text one(resources(std::string(plan) + std::string(key) + std::string(both)));
  ASSERT_EQ(one->usage_plans.size(), 1u) << one.failure();
  EXPECT_EQ(one->usage_plans[0].name, "paid");
  EXPECT_EQ(one->usage_plans[0].quota, (quota{10, quota::span::week, 1}));
  EXPECT_EQ(one->usage_plans[0].throttle, (throttle{2.5, 5}));
  EXPECT_EQ(one->usage_plans[0].method_throttle.at("/pets/GET"), (throttle{1, 2}));
  EXPECT_EQ(one->api_keys.at(0).name, "mine");
  EXPECT_EQ(one->api_keys.at(0).value, "secret");
  EXPECT_EQ(one->api_keys.at(0).usage_plan, "paid");
  EXPECT_FALSE(one->api_keys.at(0).is_enabled);
}

TEST(usage_plans, resources_may_refer_to_what_the_framework_makes) {
  const loaded_text one(
      resources(std::string(key) + "    Both:\n      Type: AWS::ApiGateway::UsagePlanKey\n      Properties: {KeyId: "
                                   "!Ref Key, UsagePlanId: !Ref ApiGatewayUsagePlanFree}\n",
                "  apiGateway: {apiKeys: [{free: [a]}], usagePlan: [{free: {quota: {limit: 1}}}]}\n"));
  EXPECT_EQ(one->api_keys.at(1).usage_plan, "free") << one.all_warnings();
}

TEST(usage_plans, of_another_stage_open_nothing) {
  std::string other(plan);
  other.replace(other.find("Stage: dev"), 10, "Stage: live");
  const loaded_text one(resources(other + std::string(key) + std::string(both)));
  EXPECT_TRUE(one->usage_plans.empty());
  EXPECT_EQ(one->api_keys.at(0).usage_plan, "");
  EXPECT_TRUE(one.warns("none of its ApiStages is the stage dev")) << one.all_warnings();
  EXPECT_TRUE(one.warns("expected a usage plan of this file and stage")) << one.all_warnings();
}

TEST(usage_plans, what_aws_refuses_stops_the_load) {
  const auto failure = [](std::string_view quota) {
    return loaded_text(api("    usagePlan: {quota: " + std::string(quota) + "}\n")).failure();
  };
  EXPECT_NE(failure("{period: DAY}").find("`limit` is missing"), std::string::npos);
  EXPECT_NE(failure("{limit: 1, period: YEAR}").find("expected DAY, WEEK or MONTH, found the text 'YEAR'"),
            std::string::npos);
  EXPECT_NE(failure("{limit: 1, period: DAY, offset: 1}").find("from 0 to 0"), std::string::npos);
  EXPECT_NE(failure("{limit: 1, period: WEEK, offset: 7}").find("from 0 to 6"), std::string::npos);
  EXPECT_NE(failure("{limit: -1}").find("expected a whole number"), std::string::npos);
  EXPECT_NE(loaded_text(api("    apiKeySourceType: COOKIE\n")).failure().find("expected HEADER or AUTHORIZER"),
            std::string::npos);
  EXPECT_NE(loaded_text(api("    usagePlan: text\n")).failure().find("expected a plan"), std::string::npos);
}

TEST(usage_plans, the_source_of_keys_is_the_header_unless_said) {
  EXPECT_EQ(loaded_text(api("    apiKeys: []\n"))->api_key_source, api_key_source::header);
  EXPECT_EQ(loaded_text(api("    apiKeySourceType: authorizer\n"))->api_key_source, api_key_source::authorizer);
}

}  // namespace
}  // namespace lamina::config
