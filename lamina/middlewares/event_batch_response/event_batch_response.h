#pragma once

#include <string_view>

#include "lamina/engine/middleware.h"

namespace lamina {

// Turns a handler's list of outcomes ({"status": "fulfilled", "value"} or {"status": "rejected", "reason"}, one per
// record) into the answer its service expects: the records to deliver again for SQS, Kinesis, DynamoDB and Kafka;
// results for S3 batch operations; transformed data for Firehose. (@middy/event-batch-response)
//
// A missing outcome counts as failed; an error behind it in the chain that nobody answered fails all records. Other
// responses, and other services, are left alone. Put it before middlewares that change records: it remembers Firehose's
// data as it came, and answers for their errors.
class event_batch_response {
 public:
  static constexpr std::string_view name = "event-batch-response";
  static event_batch_response from_json(const json::object& options);

  void before(request& request) const;
  void after(request& request) const;
  void on_error(request& request) const;
};

}  // namespace lamina
