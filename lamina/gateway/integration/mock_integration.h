#pragma once

#include <string>
#include <string_view>

#include "lamina/base/result.h"
#include "lamina/config/service.h"
#include "lamina/gateway/integration/mapped_responses.h"
#include "lamina/gateway/integration/request_templates.h"
#include "lamina/gateway/integration/template_view.h"

namespace lamina::gateway {

// A MOCK integration: its request template says a status, {"statusCode": 200}, by which one of its answers is chosen.
// Read by any thread.
class mock_integration {
 public:
  // The error says what cannot be served.
  static result<mock_integration> make(const config::route& from, const api_stage& stage);

  struct request {
    const rest_request& seen;
    std::string_view content_type{}, accept{};
    parameter_source::context_lookup context{};  // for headers of the answer
  };
  // Views into this and `storage`. The error's status is that of the answer: 415, or 500 with what is wrong.
  result<proxy_response> answer(const request& from, response_storage& storage) const;

 private:
  explicit mock_integration(template_view view) : view_(std::move(view)) {}

  template_view view_;
  request_templates templates_;
  mapped_responses responses_;
};

}  // namespace lamina::gateway
