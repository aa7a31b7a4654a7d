#include "lamina/events/s3_batch_event.h"

#include "lamina/events/s3_event.h"

namespace lamina {

std::string s3_batch_task::key() const { return decode_s3_key(key_text()); }

std::string_view s3_batch_task::bucket() const noexcept {
  const std::string_view name = text("s3Bucket");  // version 2.0
  const std::string_view arn = text("s3BucketArn");
  return name.empty() ? arn.substr(arn.rfind(':') + 1) : name;
}

void s3_batch_response::add(std::string_view task_id, std::string_view code, std::string_view text) {
  results_.push_back(json::object{{"taskId", task_id}, {"resultCode", code}, {"resultString", text}});
}

json::value s3_batch_response::to_json() const {
  return {{"invocationSchemaVersion", schema_version_},
          {"treatMissingKeysAs", "PermanentFailure"},
          {"invocationId", invocation_id_},
          {"results", results_}};
}

}  // namespace lamina
