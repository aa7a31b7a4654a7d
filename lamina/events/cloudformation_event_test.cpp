#include "lamina/events/cloudformation_event.h"

#include <gtest/gtest.h>

#include "lamina/events/sample_events.h"

namespace lamina {
namespace {

TEST(cloudformation_event, says_what_to_do_with_which_resource) {
  const json::value document = read_sample_event("cloudformation");
  const auto event = cloudformation_event::from_event(document);
  EXPECT_EQ(event.request_type(), "Create");
  EXPECT_TRUE(event.response_url().starts_with("https://cloudformation-custom-resource-response-useast2."));
  EXPECT_TRUE(event.stack_id().starts_with("arn:aws:cloudformation:us-east-2:123456789012:stack/"));
  EXPECT_EQ(event.request_id(), "5d478078-13e9-baf0-464a-7ef285ecc786");
  EXPECT_EQ(event.resource_type(), "AWS::CloudFormation::CustomResource");
  EXPECT_EQ(event.logical_resource_id(), "primerinvoke");
  EXPECT_EQ(event.physical_resource_id(), "");
  EXPECT_EQ(event.property("FunctionName"), "lambda-error-processor-randomerror-ZWUC391MQAJK");
  EXPECT_EQ(event.properties().as_object().size(), 2U);
  EXPECT_TRUE(event.old_properties().is_null());
}

TEST(custom_resource, leaves_the_rest_to_the_middleware) {
  EXPECT_EQ(json::serialize(custom_resource().to_json()), "{}");
  EXPECT_EQ(json::serialize(
                custom_resource{.physical_resource_id = "id", .data = {{"Key", "v"}}, .is_secret = true}.to_json()),
            R"({"PhysicalResourceId":"id","Data":{"Key":"v"},"NoEcho":true})");
}

}  // namespace
}  // namespace lamina
