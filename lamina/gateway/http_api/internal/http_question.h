#pragma once

#include "lamina/gateway/authorizers/authorizer.h"
#include "lamina/gateway/http_api/internal/http_call.h"
#include "lamina/gateway/http_api/internal/http_loop.h"

namespace lamina::gateway::internal {

// A request of an HTTP API as its authorizer sees it. Both must outlive it.
class http_question final : public guarded_request {
 public:
  // Writes the call's route_arn as well.
  http_question(http_loop& at, http_call& now);

  std::string_view context(std::string_view name) const override;
  std::string_view stage_variable(std::string_view name) const override;
  void write_event(std::string& out, const authorizer_event_form& form) const override;

 private:
  http_loop& at_;
  const http_call& now_;
};

}  // namespace lamina::gateway::internal
