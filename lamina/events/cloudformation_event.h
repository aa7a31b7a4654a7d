#pragma once

#include <string>

#include "lamina/events/event_view.h"

namespace lamina {

// CloudFormation makes, changes or removes a custom resource.
class cloudformation_event : public event_view {
 public:
  using event_view::event_view;
  static cloudformation_event from_event(const json::value& event) noexcept { return cloudformation_event(event); }

  std::string_view request_type() const noexcept { return text("RequestType"); }  // Create, Update or Delete
  std::string_view response_url() const noexcept { return text("ResponseURL"); }  // where the answer is PUT
  std::string_view stack_id() const noexcept { return text("StackId"); }
  std::string_view request_id() const noexcept { return text("RequestId"); }
  std::string_view resource_type() const noexcept { return text("ResourceType"); }
  std::string_view logical_resource_id() const noexcept { return text("LogicalResourceId"); }
  std::string_view physical_resource_id() const noexcept { return text("PhysicalResourceId"); }  // "" for Create
  std::string_view property(std::string_view name) const noexcept { return text("ResourceProperties", name); }
  const json::value& properties() const noexcept { return member("ResourceProperties"); }
  const json::value& old_properties() const noexcept { return member("OldResourceProperties"); }  // Update only
};

// What a custom resource came to. The middleware cloudformation_response adds the ids and the status, and makes answers
// of errors; the answer is PUT to the event's response_url(). An Update that answers with another physical id than
// before makes CloudFormation remove that one.
struct custom_resource {
  std::string physical_resource_id{};  // empty: the middleware's choice
  json::object data{};                 // for Fn::GetAtt
  bool is_secret = false;              // data is masked (NoEcho)

  json::value to_json() const;
};

}  // namespace lamina
