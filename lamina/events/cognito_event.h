#pragma once

#include "lamina/events/event_view.h"

namespace lamina {

// A trigger of a Cognito user pool: sign-up, authentication, messages, tokens. What is in request() and what is wanted
// in the response depends on trigger_source() ("PreSignUp_SignUp"); the answer is the event with its response filled
// in:
//
//   return event.answer({{"autoConfirmUser", true}});
class cognito_event : public event_view {
 public:
  using event_view::event_view;
  static cognito_event from_event(const json::value& event) noexcept { return cognito_event(event); }

  std::string_view trigger_source() const noexcept { return text("triggerSource"); }
  std::string_view user_pool_id() const noexcept { return text("userPoolId"); }
  std::string_view client_id() const noexcept { return text("callerContext", "clientId"); }
  std::string_view region() const noexcept { return text("region"); }
  std::string_view user_name() const noexcept { return text("userName"); }
  std::string_view user_attribute(std::string_view name) const noexcept {
    return text("request", "userAttributes", name);
  }
  const json::value& request() const noexcept { return member("request"); }

  // A copy of the event in which the members of `response` are set.
  json::value answer(const json::object& response = {}) const;
};

}  // namespace lamina
