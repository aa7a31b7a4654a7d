#pragma once

#include <string>
#include <vector>

#include "lamina/events/event_view.h"

namespace lamina {

// One record of a topic. Key and value come in base64; key() and value() undo it. Not after event_normalizer or
// event_batch_parser, which do the same in place: then json() and member("key").
class kafka_record : public event_view {
 public:
  using event_view::event_view;

  std::string_view topic() const noexcept { return text("topic"); }
  std::int64_t partition() const noexcept { return integer("partition"); }
  std::int64_t offset() const noexcept { return integer("offset"); }
  event_time timestamp() const noexcept { return time_of_milliseconds(member("timestamp")); }
  std::string_view timestamp_type() const noexcept { return text("timestampType"); }  // CREATE_TIME, LOG_APPEND_TIME
  std::string key() const;
  std::string value() const;
  // The value as a middleware left it; before one ran, its base64 as a JSON string.
  const json::value& json() const noexcept { return member("value"); }
  // The bytes of the first header of that name; "" when there is none.
  std::string header(std::string_view name) const;
};

// Records of Amazon MSK or of a Kafka of one's own.
class kafka_event : public event_view {
 public:
  using event_view::event_view;
  static kafka_event from_event(const json::value& event) noexcept { return kafka_event(event); }

  std::string_view source() const noexcept { return text("eventSource"); }          // "aws:kafka" or "SelfManagedKafka"
  std::string_view cluster_arn() const noexcept { return text("eventSourceArn"); }  // MSK only
  std::string_view bootstrap_servers() const noexcept { return text("bootstrapServers"); }
  // Of one partition after the other, each in order.
  std::vector<kafka_record> records() const;
};

}  // namespace lamina
