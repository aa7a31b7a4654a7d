#pragma once

#include <string>
#include <vector>

#include "lamina/json/json.h"

namespace lamina {

// Which records of a batch failed, for SQS, Kinesis and DynamoDB streams that ask for it (ReportBatchItemFailures): the
// message ids, or the sequence numbers. Only these come again; none is success. With event_batch_handler the middleware
// event_batch_response makes it.
struct batch_response {
  std::vector<std::string> failed{};

  json::value to_json() const;
};

}  // namespace lamina
