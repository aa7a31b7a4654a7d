#include "lamina/gateway/authorizers/policy.h"

#include <algorithm>

namespace lamina::gateway {
namespace {

error refuse(std::string_view where, std::string_view expected) {
  return error("policyDocument." + std::string(where) + ": expected " + std::string(expected));
}

// A string or a list of strings; false for anything else.
bool read_strings(const json::value* from, std::vector<std::string>& out) {
  if (from == nullptr) return false;
  if (from->is_string()) {
    out.emplace_back(from->get_string());
    return true;
  }
  if (!from->is_array()) return false;
  for (const json::value& entry : from->get_array()) {
    if (!entry.is_string()) return false;
    out.emplace_back(entry.get_string());
  }
  return true;
}

// Actions are compared without case, resources with it (IAM user guide, "Elements: Action").
bool is_invoke(std::string action) {
  std::ranges::transform(action, action.begin(),
                         [](unsigned char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); });
  return matches_wildcards(action, "execute-api:invoke");
}

}  // namespace

bool matches_wildcards(std::string_view pattern, std::string_view text) noexcept {
  std::size_t p = 0, t = 0, star = std::string_view::npos, resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
      ++p, ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;  // let the last star take one character more
      t = ++resume;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

result<policy> policy::read(const json::value& document) {
  const json::value* statements = json::find(document, "Statement");
  if (statements == nullptr) return refuse("Statement", "one");
  const json::array single = statements->is_object() ? json::array{*statements} : json::array{};
  if (single.empty() && !statements->is_array()) return refuse("Statement", "an object or a list of them");

  policy read;
  for (const json::value& statement : single.empty() ? statements->get_array() : single) {
    for (const std::string_view key : {"Condition", "NotAction", "NotResource", "NotPrincipal"})
      if (json::find(statement, key) != nullptr)
        return refuse("Statement." + std::string(key), "nothing: it is not supported");
    const std::string_view effect = json::find_string(statement, "Effect");
    if (effect != "Allow" && effect != "Deny") return refuse("Statement.Effect", "Allow or Deny");
    std::vector<std::string> actions;
    rule made{effect == "Allow", {}};
    if (!read_strings(json::find(statement, "Action"), actions))
      return refuse("Statement.Action", "a string or a list of strings");
    if (!read_strings(json::find(statement, "Resource"), made.resources))
      return refuse("Statement.Resource", "a string or a list of strings");
    if (std::ranges::any_of(actions, is_invoke)) read.rules_.push_back(std::move(made));
  }
  return read;
}

policy::decision policy::decide(std::string_view method_arn) const noexcept {
  decision so_far = decision::deny;
  for (const rule& statement : rules_) {
    const bool fits = std::ranges::any_of(
        statement.resources, [&](const std::string& pattern) { return matches_wildcards(pattern, method_arn); });
    if (fits && !statement.allows) return decision::explicit_deny;
    if (fits) so_far = decision::allow;
  }
  return so_far;
}

}  // namespace lamina::gateway
