#pragma once

#include "lamina/events/event_view.h"

namespace lamina {

// An event of a bus of Amazon EventBridge, formerly CloudWatch Events; those of schedules too, whose detail-type is
// "Scheduled Event".
class eventbridge_event : public event_view {
 public:
  using event_view::event_view;
  static eventbridge_event from_event(const json::value& event) noexcept { return eventbridge_event(event); }

  std::string_view id() const noexcept { return text("id"); }
  std::string_view source() const noexcept { return text("source"); }            // "aws.ec2"
  std::string_view detail_type() const noexcept { return text("detail-type"); }  // decides what is in detail()
  std::string_view account() const noexcept { return text("account"); }
  std::string_view region() const noexcept { return text("region"); }
  std::string_view time() const noexcept { return text("time"); }  // ISO 8601
  // ARNs of what it is about; of a schedule, its rule.
  std::vector<std::string_view> resources() const { return texts("resources"); }
  const json::value& detail() const noexcept { return member("detail"); }
};

}  // namespace lamina
