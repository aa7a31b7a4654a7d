#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lamina/events/event_view.h"

namespace lamina {

// One record to transform.
class firehose_record : public event_view {
 public:
  using event_view::event_view;

  std::string_view record_id() const noexcept { return text("recordId"); }
  event_time arrived_at() const noexcept { return time_of_milliseconds(member("approximateArrivalTimestamp")); }
  // The record's bytes, base64 undone. Not after event_normalizer or event_batch_parser: then json().
  std::string data() const;
  // The data as a middleware left it; before one ran, its base64 as a JSON string.
  const json::value& json() const noexcept { return member("data"); }
};

// Records of a delivery stream that wants them transformed. Every one must be in the firehose_response.
class firehose_event : public event_view {
 public:
  using event_view::event_view;
  static firehose_event from_event(const json::value& event) noexcept { return firehose_event(event); }

  std::string_view invocation_id() const noexcept { return text("invocationId"); }
  std::string_view stream_arn() const noexcept { return text("deliveryStreamArn"); }
  std::string_view region() const noexcept { return text("region"); }
  views<firehose_record> records() const noexcept { return views<firehose_record>(member("records")); }
};

// What became of each record.
class firehose_response {
 public:
  void keep(std::string_view record_id, std::string_view data);  // the bytes to deliver
  void drop(std::string_view record_id);                         // on purpose
  void fail(std::string_view record_id);                         // the stream keeps it aside

  json::value to_json() const { return {{"records", records_}}; }

 private:
  void add(std::string_view record_id, std::string_view result, std::string_view data);

  json::array records_;
};

}  // namespace lamina
