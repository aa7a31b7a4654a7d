#pragma once

#include "lamina/gateway/authorizers/authorizer.h"
#include "lamina/gateway/rest/internal/rest_call.h"
#include "lamina/gateway/rest/internal/rest_loop.h"

namespace lamina::gateway::internal {

// A request of a REST API as its authorizer sees it. Both must outlive it.
class rest_question final : public guarded_request {
 public:
  // Writes the call's method_arn as well.
  rest_question(rest_loop& at, rest_call& now);

  std::string_view context(std::string_view name) const override;
  std::string_view stage_variable(std::string_view name) const override;
  void write_event(std::string& out, const authorizer_event_form& form) const override;

 private:
  rest_loop& at_;
  const rest_call& now_;
};

}  // namespace lamina::gateway::internal
