#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lamina/base/result.h"
#include "lamina/json/json.h"

namespace lamina::gateway {

// Does `text` fit a pattern of IAM: "*" stands for any characters, "/" included, "?" for one? Time is bounded by the
// product of the lengths.
bool matches_wildcards(std::string_view pattern, std::string_view text) noexcept;

// The policy document of a Lambda authorizer, ready to be asked for one request after the other. Copies and reading
// threads share nothing.
class policy {
 public:
  enum class decision { allow, deny, explicit_deny };

  // Statement may be one object or a list; Action and Resource a string or a list. The error says which key is missing
  // or wrong. What this gateway cannot judge (Condition, NotAction, NotResource, NotPrincipal) is an error as well: a
  // rule that is skipped might be the one that denies.
  static result<policy> read(const json::value& document);

  // An explicit deny beats every allow; without any match the answer is deny.
  decision decide(std::string_view method_arn) const noexcept;

 private:
  struct rule {
    bool allows = false;
    std::vector<std::string> resources;
  };
  std::vector<rule> rules_;  // of action execute-api:Invoke
};

}  // namespace lamina::gateway
