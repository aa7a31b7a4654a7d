#pragma once

#include <string>
#include <string_view>

#include "lamina/events/event_view.h"

namespace lamina {

// One object that something is to be done with.
class s3_batch_task : public event_view {
 public:
  using event_view::event_view;

  std::string_view task_id() const noexcept { return text("taskId"); }
  // The object's name, decoded; see s3_record::key(). After event_normalizer it is key_text().
  std::string key() const;
  std::string_view key_text() const noexcept { return text("s3Key"); }
  std::string_view version_id() const noexcept { return text("s3VersionId"); }
  // Its name, of the ARN in version 1.0.
  std::string_view bucket() const noexcept;
};

// A task of S3 Batch Operations; the service sends one at a time.
class s3_batch_event : public event_view {
 public:
  using event_view::event_view;
  static s3_batch_event from_event(const json::value& event) noexcept { return s3_batch_event(event); }

  std::string_view schema_version() const noexcept { return text("invocationSchemaVersion"); }
  std::string_view invocation_id() const noexcept { return text("invocationId"); }
  std::string_view job_id() const noexcept { return text("job", "id"); }
  std::string_view user_argument(std::string_view name) const noexcept { return text("job", "userArguments", name); }
  views<s3_batch_task> tasks() const noexcept { return views<s3_batch_task>(member("tasks")); }
};

// What became of each task; tasks that are not named count as failed for good. The texts are in the job's report.
class s3_batch_response {
 public:
  explicit s3_batch_response(const s3_batch_event& event)
      : schema_version_(event.schema_version()), invocation_id_(event.invocation_id()) {}

  void succeed(std::string_view task_id, std::string_view text = {}) { add(task_id, "Succeeded", text); }
  void retry(std::string_view task_id, std::string_view reason) { add(task_id, "TemporaryFailure", reason); }
  void fail(std::string_view task_id, std::string_view reason) { add(task_id, "PermanentFailure", reason); }

  json::value to_json() const;

 private:
  void add(std::string_view task_id, std::string_view code, std::string_view text);

  std::string schema_version_, invocation_id_;
  json::array results_;
};

}  // namespace lamina
