#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "lamina/base/result.h"
#include "lamina/gateway/authorizers/authorizer.h"
#include "lamina/gateway/authorizers/policy.h"

namespace lamina::gateway {

// What a Lambda authorizer answers with.
enum class lambda_result_form : std::uint8_t {
  policy_of_rest,  // {principalId, policyDocument, context?, usageIdentifierKey?}; values of the context become strings
  policy_of_http,  // the same, but the context keeps its types, as it does on HTTP APIs
  simple           // {isAuthorized, context?}; the context keeps its types
};

// Such an answer, read: whom it lets through, and what their events say of them.
class lambda_result {
 public:
  // The error says what is wrong with the answer, for the log: the client gets a plain 500.
  static result<std::shared_ptr<const lambda_result>> read(std::string_view payload, lambda_result_form form);

  policy::decision decide(std::string_view arn, const policy_facts& facts) const;
  const grant& granted() const noexcept { return granted_; }

 private:
  policy rules_;
  bool is_simple_ = false;
  bool is_authorized_ = false;
  grant granted_;
};

}  // namespace lamina::gateway
