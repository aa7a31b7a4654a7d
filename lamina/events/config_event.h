#pragma once

#include "lamina/base/result.h"
#include "lamina/events/event_view.h"

namespace lamina {

// AWS Config asks a custom rule to evaluate a resource, or everything when its time has come. The verdict goes to the
// service's API (PutEvaluations) with result_token().
class config_event : public event_view {
 public:
  using event_view::event_view;
  static config_event from_event(const json::value& event) noexcept { return config_event(event); }

  std::string_view rule_name() const noexcept { return text("configRuleName"); }
  std::string_view rule_id() const noexcept { return text("configRuleId"); }
  std::string_view rule_arn() const noexcept { return text("configRuleArn"); }
  std::string_view account_id() const noexcept { return text("accountId"); }
  std::string_view result_token() const noexcept { return text("resultToken"); }
  // Was the resource removed from what the rule looks at?
  bool has_left_scope() const noexcept { return flag("eventLeftScope"); }

  // Both are JSON in a text, read here, or by event_normalizer before. Null when missing; failed when no JSON.
  result<json::value> invoking_event() const;  // its messageType says what else is in it
  result<json::value> rule_parameters() const;
};

}  // namespace lamina
