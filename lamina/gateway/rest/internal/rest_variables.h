#pragma once

#include <string>
#include <string_view>

#include "lamina/gateway/integration/parameter_mapping.h"
#include "lamina/gateway/rest/internal/rest_call.h"
#include "lamina/gateway/rest/internal/rest_loop.h"
#include "lamina/gateway/rest/substitution.h"

namespace lamina::gateway::internal {

// What one request shows to the templates of gateway responses: its $context, its parameters, the stage's variables.
// The variables of $context are those of access logs. Looked up one by one: only what is asked for is found out.
class rest_variables final : public request_variables {
 public:
  rest_variables(rest_loop& at, const rest_call& now) : at_(at), now_(now) {}
  bool append(std::string& out, std::string_view name) const override;

 private:
  bool append_context(std::string& out, std::string_view name) const;
  bool append_parameter(std::string& out, std::string_view name) const;

  rest_loop& at_;
  const rest_call& now_;
};

// Looks up the same $context for mapped parameters. Both arguments must outlive it.
parameter_source::context_lookup context_of(rest_loop& at, const rest_call& now);

}  // namespace lamina::gateway::internal
