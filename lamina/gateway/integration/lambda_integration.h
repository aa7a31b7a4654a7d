#pragma once

#include <string>
#include <string_view>

#include "lamina/base/result.h"
#include "lamina/config/service.h"
#include "lamina/gateway/api_stage.h"
#include "lamina/gateway/integration/mapped_responses.h"
#include "lamina/gateway/integration/request_templates.h"
#include "lamina/gateway/integration/template_view.h"

namespace lamina::gateway {

// `integration: lambda` (AWS), which is no proxy: what the function gets and what becomes of its answer is said by
// mapping templates, the service's own or the Framework's (default_templates.h). Read by any thread.
class lambda_integration {
 public:
  // The error says what cannot be served.
  static result<lambda_integration> make(const config::route& from, const api_stage& stage);

  // Replaces `out` by the event. `content_type` is the request's header. The error's status is that of the answer: 415
  // for a content type that has no template and may not go without, 400 for what is no JSON, 500 for a template that
  // fails.
  result<void> write_event(std::string& out, const rest_request& request, std::string_view content_type,
                           template_overrides& overrides) const;

  // Of a function's answer, or of what it threw: then the selector is its errorMessage.
  const mapped_responses& responses() const noexcept { return responses_; }
  const template_view& view() const noexcept { return view_; }

 private:
  explicit lambda_integration(template_view view) : view_(std::move(view)) {}

  template_view view_;
  request_templates templates_;
  mapped_responses responses_;
};

// What a function's error payload says under errorMessage; "" when it says nothing.
std::string error_message_of(std::string_view payload);

}  // namespace lamina::gateway
