#pragma once

#include "lamina/events/event_view.h"

namespace lamina {

// Something a pipeline hands on from action to action: an object in a bucket.
class codepipeline_artifact : public event_view {
 public:
  using event_view::event_view;

  std::string_view name() const noexcept { return text("name"); }
  std::string_view revision() const noexcept { return text("revision"); }
  std::string_view bucket() const noexcept { return text("location", "s3Location", "bucketName"); }
  std::string_view key() const noexcept { return text("location", "s3Location", "objectKey"); }
};

// A job of CodePipeline. Its end is told to the service's API (PutJobSuccessResult, PutJobFailureResult) with job_id();
// what the handler returns is not looked at.
class codepipeline_event : public event_view {
 public:
  using event_view::event_view;
  static codepipeline_event from_event(const json::value& event) noexcept { return codepipeline_event(event); }

  std::string_view job_id() const noexcept { return text("CodePipeline.job", "id"); }
  std::string_view account_id() const noexcept { return text("CodePipeline.job", "accountId"); }
  // What the pipeline's author wrote there; "" when a middleware has parsed it: then it is in json().
  std::string_view user_parameters() const noexcept { return text_of(json()); }
  const json::value& json() const noexcept {
    return member("CodePipeline.job", "data", "actionConfiguration", "configuration", "UserParameters");
  }
  views<codepipeline_artifact> input_artifacts() const noexcept { return artifacts("inputArtifacts"); }
  views<codepipeline_artifact> output_artifacts() const noexcept { return artifacts("outputArtifacts"); }
  // accessKeyId, secretAccessKey and sessionToken for the artifacts' buckets.
  const json::value& artifact_credentials() const noexcept {
    return member("CodePipeline.job", "data", "artifactCredentials");
  }
  // Set when the job goes on where an invocation before said so.
  std::string_view continuation_token() const noexcept { return text("CodePipeline.job", "data", "continuationToken"); }

 private:
  views<codepipeline_artifact> artifacts(std::string_view which) const noexcept {
    return views<codepipeline_artifact>(member("CodePipeline.job", "data", which));
  }
};

}  // namespace lamina
