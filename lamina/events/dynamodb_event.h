#pragma once

#include "lamina/base/result.h"
#include "lamina/events/event_view.h"

namespace lamina {

// One change of a table. Which images it has is the stream's choice.
//
// keys(), new_image() and old_image() are plain values ({"id": 7}) of DynamoDB's typed ones ({"id": {"N": "7"}}), see
// unmarshall.h; {} when the event has none; a failed result for types that do not exist. Not after event_normalizer,
// which does the same in place: then they are member("dynamodb", "NewImage") and so on.
class dynamodb_record : public event_view {
 public:
  using event_view::event_view;

  std::string_view event_id() const noexcept { return text("eventID"); }
  std::string_view event_name() const noexcept { return text("eventName"); }  // INSERT, MODIFY or REMOVE
  std::string_view region() const noexcept { return text("awsRegion"); }
  std::string_view stream_arn() const noexcept { return text("eventSourceARN"); }
  std::string_view sequence_number() const noexcept { return text("dynamodb", "SequenceNumber"); }
  // KEYS_ONLY, NEW_IMAGE, OLD_IMAGE or NEW_AND_OLD_IMAGES
  std::string_view view_type() const noexcept { return text("dynamodb", "StreamViewType"); }
  event_time created_at() const noexcept { return time_of_seconds(member("dynamodb", "ApproximateCreationDateTime")); }
  // Did the time to live of the item end, rather than somebody remove it?
  bool is_expired() const noexcept;

  result<json::object> keys() const;
  result<json::object> new_image() const;
  result<json::object> old_image() const;
};

// Changes of a table, in order for each item.
class dynamodb_event : public event_view {
 public:
  using event_view::event_view;
  static dynamodb_event from_event(const json::value& event) noexcept { return dynamodb_event(event); }

  views<dynamodb_record> records() const noexcept { return views<dynamodb_record>(member("Records")); }
};

}  // namespace lamina
