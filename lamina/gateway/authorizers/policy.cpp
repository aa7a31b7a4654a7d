#include "lamina/gateway/authorizers/policy.h"

#include <algorithm>
#include <iterator>
#include <optional>

namespace lamina::gateway {
namespace {

error refuse(std::string_view where, std::string_view expected) {
  return error("Statement" + std::string(where) + ": expected " + std::string(expected));
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

// The texts of one of two keys, of which exactly one must be there.
result<bool> read_either(const json::value& statement, std::string_view key, std::string_view negative,
                         std::vector<std::string>& out) {
  const bool is_negative = json::find(statement, negative) != nullptr;
  if (is_negative && json::find(statement, key) != nullptr)
    return refuse("", std::string(key) + " or " + std::string(negative) + ", not both");
  const std::string_view found = is_negative ? negative : key;
  if (!read_texts(json::find(statement, found), out))
    return refuse("." + std::string(found), "a string or a list of strings");
  return is_negative;
}

// Is the statement about the action? Actions are compared without case, resources with it (IAM user guide, "Action").
result<bool> is_about(const json::value& statement, std::string_view action) {
  std::vector<std::string> actions;
  const auto is_negative = read_either(statement, "Action", "NotAction", actions);
  if (!is_negative) return is_negative.error();
  const std::string wanted = lower(action);
  const bool is_named =
      std::ranges::any_of(actions, [&](const std::string& one) { return matches_wildcards(lower(one), wanted); });
  return is_named != *is_negative;
}

// "execute-api:/dev/GET/pets" is short for the ARN of that method of this API.
std::string whole_arn(const std::string& resource) {
  return resource.starts_with("execute-api:/") ? "arn:aws:execute-api:*:*:*" + resource.substr(12) : resource;
}

bool is_principal(const std::string& named, const iam_identity& caller) {
  if (named == caller.account_id) return true;
  // An account's root stands for everybody in it.
  return named == caller.user_arn || named == "arn:aws:iam::" + caller.account_id + ":root";
}

}  // namespace

result<void> policy::read_principal(const json::value& statement, rule& to) {
  if (json::find(statement, "NotPrincipal") != nullptr) return error("Statement.NotPrincipal cannot be judged here");
  const json::value* const principal = json::find(statement, "Principal");
  constexpr std::string_view expected = "\"*\", or a map of AWS, Service, Federated or CanonicalUser";
  if (principal == nullptr) return refuse(".Principal", expected);
  to.is_for_everybody = principal->is_string() && principal->get_string() == "*";
  if (to.is_for_everybody) return {};
  if (!principal->is_object()) return refuse(".Principal", expected);
  for (const auto& [kind, names] : principal->get_object()) {
    std::vector<std::string> read;
    if (!read_texts(&names, read)) return refuse(".Principal." + std::string(kind), "a string or a list of strings");
    if (kind != "AWS") continue;  // services and the like do not call here
    to.is_for_everybody = std::ranges::find(read, "*") != read.end();
    to.principals = std::move(read);
  }
  return {};
}

result<policy::rule> policy::read_rule(const json::value& statement, policy_kind kind) {
  rule made;
  const std::string_view effect = json::find_string(statement, "Effect");
  if (effect != "Allow" && effect != "Deny") return refuse(".Effect", "Allow or Deny");
  made.allows = effect == "Allow";
  if (kind == policy_kind::of_resource)
    if (auto read = read_principal(statement, made); !read) return read.error();
  const auto is_for_others = read_either(statement, "Resource", "NotResource", made.resources);
  if (!is_for_others) return is_for_others.error();
  made.is_for_others = *is_for_others;
  for (std::string& resource : made.resources) {
    if (resource.find("${") != std::string::npos)
      return error("Statement.Resource: policy variables (" + resource + ") cannot be judged here");
    if (kind == policy_kind::of_resource) resource = whole_arn(resource);
  }
  if (const json::value* const block = json::find(statement, "Condition"))
    if (auto read = policy_condition::read(*block, made.conditions); !read)
      return error("Statement." + read.error().message);
  return made;
}

result<policy> policy::read(const json::value& document, policy_kind kind, std::string_view action) {
  const json::value* statements = json::find(document, "Statement");
  if (statements == nullptr && kind == policy_kind::of_resource) statements = &document;
  if (statements == nullptr) return refuse("", "one");
  const json::array single = statements->is_object() ? json::array{*statements} : json::array{};
  if (single.empty() && !statements->is_array()) return refuse("", "an object or a list of them");

  policy read;
  for (const json::value& statement : single.empty() ? statements->get_array() : single) {
    auto made = read_rule(statement, kind);
    if (!made) return made.error();
    const auto counts = is_about(statement, action);
    if (!counts) return counts.error();
    if (*counts) read.rules_.push_back(*std::move(made));
  }
  return read;
}

bool policy::fits(const rule& one, std::string_view arn, const policy_facts& facts) {
  if (!one.is_for_everybody) {
    const iam_identity* const caller = facts.caller();
    const auto is_caller = [&](const std::string& named) { return caller != nullptr && is_principal(named, *caller); };
    if (std::ranges::none_of(one.principals, is_caller)) return false;
  }
  const bool is_named =
      std::ranges::any_of(one.resources, [&](const std::string& pattern) { return matches_wildcards(pattern, arn); });
  return is_named != one.is_for_others &&
         std::ranges::all_of(one.conditions, [&](const policy_condition& condition) { return condition.holds(facts); });
}

policy::decision policy::decide(std::string_view arn, const policy_facts& facts) const {
  decision so_far = decision::deny;
  for (const rule& one : rules_) {
    if (!fits(one, arn, facts)) continue;
    if (!one.allows) return decision::explicit_deny;
    so_far = decision::allow;
  }
  return so_far;
}

bool policy::has_absent_keys() const noexcept {
  return std::ranges::any_of(rules_, [](const rule& one) {
    return std::ranges::any_of(
        one.conditions, [](const policy_condition& condition) { return condition.key() == condition_key::absent; });
  });
}

}  // namespace lamina::gateway
