#pragma once

#include <string>

#include "lamina/events/event_view.h"

namespace lamina {

// One record of a stream.
class kinesis_record : public event_view {
 public:
  using event_view::event_view;

  std::string_view event_id() const noexcept { return text("eventID"); }  // "shardId-...:sequence number"
  std::string_view stream_arn() const noexcept { return text("eventSourceARN"); }
  std::string_view region() const noexcept { return text("awsRegion"); }
  std::string_view partition_key() const noexcept { return text("kinesis", "partitionKey"); }
  std::string_view sequence_number() const noexcept { return text("kinesis", "sequenceNumber"); }
  event_time arrived_at() const noexcept { return time_of_seconds(member("kinesis", "approximateArrivalTimestamp")); }

  // The record's bytes, base64 undone. Not after event_normalizer or event_batch_parser: then json().
  std::string data() const;
  // The data as a middleware left it; before one ran, its base64 as a JSON string.
  const json::value& json() const noexcept { return member("kinesis", "data"); }
};

// Records of one shard of a stream, in order.
class kinesis_event : public event_view {
 public:
  using event_view::event_view;
  static kinesis_event from_event(const json::value& event) noexcept { return kinesis_event(event); }

  views<kinesis_record> records() const noexcept { return views<kinesis_record>(member("Records")); }
};

}  // namespace lamina
