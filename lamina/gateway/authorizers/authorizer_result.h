#pragma once

#include <string>
#include <string_view>

#include "lamina/base/result.h"
#include "lamina/gateway/authorizers/policy.h"

namespace lamina::gateway {

// What a Lambda authorizer of a REST API answered.
struct authorizer_result {
  policy rules;
  std::string
      context;  // members of requestContext.authorizer as JSON text: principalId, and each context value as a string
};

// principalId and policyDocument are required; context, when there, is an object of strings, numbers and booleans. The
// error says what is wrong, for the log: the client gets 500 {"message":null}.
result<authorizer_result> read_authorizer_result(std::string_view payload);

}  // namespace lamina::gateway
