#pragma once

#include <cstddef>
#include <string_view>

#include "lamina/engine/middleware.h"

namespace lamina {

struct event_normalizer_options {
  // DynamoDB's numbers as {"value": "<digits>"} instead of numbers.
  bool wrap_numbers = false;
  // CloudWatch Logs come compressed; more than this is refused.
  std::size_t max_decompressed_bytes = 10'485'760;
};

// Reads what services put into events as text: JSON in SQS and SNS messages (also inside each other), base64 in
// Kinesis, Firehose, Kafka and MQ records, CloudWatch's compressed logs, DynamoDB's typed attributes, S3's encoded
// keys.
// (@middy/event-normalizer)
//
// Text that is no JSON stays text. Errors: 422 for JSON with keys that attack JavaScript objects; errors without a
// status for S3 keys, logs and attributes that are broken.
class event_normalizer {
 public:
  static constexpr std::string_view name = "event-normalizer";
  static event_normalizer from_json(const json::object& options);

  explicit event_normalizer(event_normalizer_options options = {}) : options_(options) {}
  step before(request& request) const;

 private:
  event_normalizer_options options_;
};

}  // namespace lamina
