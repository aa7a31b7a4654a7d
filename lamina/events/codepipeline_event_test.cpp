#include "lamina/events/codepipeline_event.h"

#include <gtest/gtest.h>

#include "lamina/events/sample_events.h"

namespace lamina {
namespace {

TEST(codepipeline_event, has_the_job) {
  const json::value document = read_sample_event("codepipeline");
  const auto event = codepipeline_event::from_event(document);
  EXPECT_EQ(event.job_id(), "c0d76431-b0e7-xmpl-97e3-e8ee786eb6f6");
  EXPECT_EQ(event.account_id(), "123456789012");
  EXPECT_EQ(event.user_parameters(), R"({"KEY": "VALUE"})");
  EXPECT_EQ(event.artifact_credentials().at("accessKeyId"), "AKIAIOSFODNN7EXAMPLE");
  EXPECT_EQ(event.continuation_token(), "");
  ASSERT_EQ(event.input_artifacts().size(), 1U);
  const codepipeline_artifact input = event.input_artifacts()[0];
  EXPECT_EQ(input.name(), "my-pipeline-SourceArtifact");
  EXPECT_EQ(input.revision(), "e0c7xmpl2308ca3071aa7bab414de234ab52eea");
  EXPECT_EQ(input.bucket(), "us-west-2-123456789012-my-pipeline");
  EXPECT_EQ(input.key(), "my-pipeline/test-api-2/TdOSFRV");
  EXPECT_EQ(event.output_artifacts()[0].name(), "invokeOutput");
}

TEST(codepipeline_event, has_parsed_parameters) {
  const json::value document = json::parse(
      R"({"CodePipeline.job":{"data":{"actionConfiguration":{"configuration":{"UserParameters":{"a":1}}}}}})");
  EXPECT_EQ(codepipeline_event(document).user_parameters(), "");
  EXPECT_EQ(codepipeline_event(document).json().at("a"), 1);
}

}  // namespace
}  // namespace lamina
