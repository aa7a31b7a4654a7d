#include "lamina/events/config_event.h"

#include <gtest/gtest.h>

#include "lamina/events/sample_events.h"

namespace lamina {
namespace {

TEST(config_event, says_which_rule_and_what_changed) {
  const json::value document = read_sample_event("config");
  const auto event = config_event::from_event(document);
  EXPECT_EQ(event.rule_name(), "change-triggered-config-rule");
  EXPECT_EQ(event.rule_id(), "config-rule-0123456");
  EXPECT_EQ(event.rule_arn(), "arn:aws:config:us-east-1:012345678912:config-rule/config-rule-0123456");
  EXPECT_EQ(event.account_id(), "012345678912");
  EXPECT_EQ(event.result_token(), "myResultToken");
  EXPECT_FALSE(event.has_left_scope());
  EXPECT_EQ(event.invoking_event().value().at("configurationItem").at("resourceType"), "AWS::EC2::Instance");
  EXPECT_EQ(event.rule_parameters().value().at("myParameterKey"), "myParameterValue");
}

TEST(config_event, takes_what_a_middleware_has_read) {
  const json::value document = json::parse(R"({"invokingEvent":{"messageType":"m"}})");
  EXPECT_EQ(config_event(document).invoking_event().value().at("messageType"), "m");
  EXPECT_TRUE(config_event(document).rule_parameters().value().is_null());
}

TEST(config_event, fails_for_what_is_no_json) {
  const json::value document = {{"ruleParameters", "{"}};
  EXPECT_FALSE(config_event(document).rule_parameters());
}

}  // namespace
}  // namespace lamina
