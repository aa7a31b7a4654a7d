#pragma once

#include <functional>

#include "lamina/engine/context.h"
#include "lamina/json/json.h"

namespace lamina {

// What is done with one record of a batch; what it throws fails that record only.
using record_function = std::function<json::value(const json::value& record, context&)>;

// A handler that calls `each` for every record of a batch event (SQS, Kinesis, Kafka, ...; see events/batch.h), one
// after the other, and returns the list of what came of them: {"status": "fulfilled", "value": ...} or {"status":
// "rejected", "reason": {"name", "message"}}, which event_batch_response turns into the answer of the service. An event
// of no known source gives an empty list. Source: @middy/event-batch-handler.
std::function<json::value(const json::value& event, context&)> event_batch_handler(record_function each);

}  // namespace lamina
