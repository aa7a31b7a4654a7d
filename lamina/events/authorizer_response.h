#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lamina/json/json.h"

namespace lamina {

// An IAM policy, the answer of Lambda authorizers of REST and WebSocket APIs, and of HTTP APIs in format 1.0 (or 2.0
// without simple responses).
//
//   return authorizer_policy::allow(user, event.arn()).with("role", "admin");
//
// The gateway keeps the answer for as long as the authorizer's time to live and asks it for every method: a policy
// that allows only the ARN it was asked about refuses the next method until then. `arn` may end in, or hold, "*". To
// answer with 401 throw error("Unauthorized").
struct authorizer_policy {
  struct statement {
    bool is_allowed = false;
    std::vector<std::string> resources{};
  };

  std::string principal_id{};
  std::vector<statement> statements{};
  json::object context{};              // texts, numbers and booleans; in events' requestContext.authorizer
  std::string usage_identifier_key{};  // an API key, when usage plans take it from authorizers

  static authorizer_policy allow(std::string_view principal_id, std::string_view arn);
  static authorizer_policy deny(std::string_view principal_id, std::string_view arn);
  authorizer_policy& and_allow(std::string_view arn) &;
  authorizer_policy& and_deny(std::string_view arn) &;
  authorizer_policy& with(std::string_view key, json::value value) &;
  authorizer_policy&& and_allow(std::string_view arn) && { return std::move(and_allow(arn)); }
  authorizer_policy&& and_deny(std::string_view arn) && { return std::move(and_deny(arn)); }
  authorizer_policy&& with(std::string_view key, json::value value) && {
    return std::move(with(key, std::move(value)));
  }

  json::value to_json() const;
};

// The simple answer of Lambda authorizers of HTTP APIs (format 2.0, with simple responses enabled).
struct simple_authorizer_response {
  bool is_authorized = false;
  json::object context{};  // anything; in events' requestContext.authorizer.lambda

  json::value to_json() const;
};

}  // namespace lamina
