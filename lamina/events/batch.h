#pragma once

#include <string_view>
#include <vector>

#include "lamina/json/json.h"

// Events that bring several records, whatever the service calls them.
namespace lamina {

// The service, by the name it gives itself: "aws:sqs", "aws:kinesis", "aws:kafka", "SelfManagedKafka", ... Firehose is
// "aws:lambda:events", S3 batch operations "aws:s3:batch". The event or its first record says it; "" when neither does.
std::string_view batch_source(const json::value& event) noexcept;

// The member that holds the records (Records, records, messages, tasks or events); null when there is none.
const json::value* record_list(const json::value& event) noexcept;

// The records in order; those of Kafka and RabbitMQ, which come in lists by partition and queue, one list after the
// other. Valid as long as the event is unchanged.
std::vector<json::value*> batch_records(json::value& event);
std::vector<const json::value*> batch_records(const json::value& event);

}  // namespace lamina
