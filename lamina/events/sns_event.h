#pragma once

#include "lamina/events/event_view.h"

namespace lamina {

// One message of a topic.
class sns_record : public event_view {
 public:
  using event_view::event_view;

  std::string_view message_id() const noexcept { return text("Sns", "MessageId"); }
  std::string_view topic_arn() const noexcept { return text("Sns", "TopicArn"); }
  std::string_view subscription_arn() const noexcept { return text("EventSubscriptionArn"); }
  std::string_view subject() const noexcept { return text("Sns", "Subject"); }
  std::string_view timestamp() const noexcept { return text("Sns", "Timestamp"); }  // ISO 8601
  // "" when a middleware has parsed it: then it is in json().
  std::string_view message() const noexcept { return text("Sns", "Message"); }
  // The message as a middleware left it (event_normalizer parses JSON); before one ran, its text as a JSON string.
  const json::value& json() const noexcept { return member("Sns", "Message"); }
  // A message attribute as text; binary ones are base64.
  std::string_view attribute(std::string_view name) const noexcept {
    return text("Sns", "MessageAttributes", name, "Value");
  }
};

// A message of a topic; the service sends one at a time.
class sns_event : public event_view {
 public:
  using event_view::event_view;
  static sns_event from_event(const json::value& event) noexcept { return sns_event(event); }

  views<sns_record> records() const noexcept { return views<sns_record>(member("Records")); }
};

}  // namespace lamina
