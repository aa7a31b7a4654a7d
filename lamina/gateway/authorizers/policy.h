#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/base/result.h"
#include "lamina/gateway/authorizers/policy_condition.h"
#include "lamina/gateway/authorizers/policy_facts.h"
#include "lamina/json/json.h"

namespace lamina::gateway {

// What a policy is attached to: an identity (the answer of a Lambda authorizer, the policy of a key), or an API
// (provider.apiGateway.resourcePolicy), whose statements say of whom they speak.
enum class policy_kind : std::uint8_t { of_identity, of_resource };

// A policy document, ready to be asked for one request after the other. Read by any thread.
class policy {
 public:
  enum class decision { allow, deny, explicit_deny };

  // Statement may be one object or a list; Action, Resource (or NotAction, NotResource) a string or a list; Condition
  // as policy_condition has it. Only statements about `action` are kept.
  //
  // Of resources, the document may be the list of statements itself, Principal is "*", {"AWS": ...} with ARNs and
  // accounts, or somebody who never calls (a service), and "execute-api:/dev/GET/pets" is short for a method of the
  // API.
  //
  // The error says which key is missing or wrong, or cannot be judged here (NotPrincipal, policy variables): a rule
  // that is skipped might be the one that denies.
  static result<policy> read(const json::value& document, policy_kind kind = policy_kind::of_identity,
                             std::string_view action = "execute-api:Invoke");

  // An explicit deny beats every allow; without any match the answer is deny.
  decision decide(std::string_view arn, const policy_facts& facts) const;

  // Does a condition ask for a key that no request to this gateway has (aws:SourceVpce)?
  bool has_absent_keys() const noexcept;

 private:
  struct rule {
    bool allows = false;
    bool is_for_others = false;  // `resources` are those it is not about: NotResource
    bool is_for_everybody = true;
    std::vector<std::string> resources{};
    std::vector<std::string> principals{};  // ARNs and accounts
    std::vector<policy_condition> conditions{};
  };
  static result<void> read_principal(const json::value& statement, rule& to);
  static result<rule> read_rule(const json::value& statement, policy_kind kind);
  static bool fits(const rule& one, std::string_view arn, const policy_facts& facts);

  std::vector<rule> rules_;  // about the action
};

}  // namespace lamina::gateway
