#pragma once

#include "lamina/events/event_view.h"

namespace lamina {

// One message of a queue.
class sqs_message : public event_view {
 public:
  using event_view::event_view;

  std::string_view message_id() const noexcept { return text("messageId"); }
  std::string_view receipt_handle() const noexcept { return text("receiptHandle"); }
  // "" when a middleware has parsed it: then it is in json().
  std::string_view body() const noexcept { return text("body"); }
  // The body as a middleware left it (event_normalizer parses JSON); before one ran, its text as a JSON string.
  const json::value& json() const noexcept { return member("body"); }

  std::int64_t receive_count() const noexcept { return integer("attributes", "ApproximateReceiveCount"); }
  event_time sent_at() const noexcept { return time_of_milliseconds(member("attributes", "SentTimestamp")); }
  // FIFO queues only.
  std::string_view group_id() const noexcept { return text("attributes", "MessageGroupId"); }
  std::string_view deduplication_id() const noexcept { return text("attributes", "MessageDeduplicationId"); }

  // A message attribute of type String or Number, as text; binary ones are base64 under "binaryValue".
  std::string_view attribute(std::string_view name) const noexcept {
    return text("messageAttributes", name, "stringValue");
  }
  std::string_view queue_arn() const noexcept { return text("eventSourceARN"); }
  std::string_view region() const noexcept { return text("awsRegion"); }
};

// A batch of messages of one queue. To answer which of them failed, return batch_response.
class sqs_event : public event_view {
 public:
  using event_view::event_view;
  static sqs_event from_event(const json::value& event) noexcept { return sqs_event(event); }

  views<sqs_message> records() const noexcept { return views<sqs_message>(member("Records")); }
};

}  // namespace lamina
