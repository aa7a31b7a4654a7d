#include "lamina/gateway/authorizers/resource_policy.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>

#include "lamina/http/message.h"

namespace lamina::gateway {
namespace {

std::optional<std::array<std::uint8_t, 16>> read_address(std::string_view text) {
  std::array<std::uint8_t, 16> bytes{};
  const std::string address(text);
  if (inet_pton(AF_INET6, address.c_str(), bytes.data()) == 1) return bytes;
  bytes = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  if (inet_pton(AF_INET, address.c_str(), bytes.data() + 12) == 1) return bytes;
  return std::nullopt;
}

// A string or a list of them; nothing for anything else.
std::optional<std::vector<std::string>> read_strings(const json::value* from) {
  std::vector<std::string> out;
  if (from == nullptr) return std::nullopt;
  if (from->is_string()) return std::vector{std::string(from->get_string())};
  if (!from->is_array()) return std::nullopt;
  for (const json::value& one : from->get_array()) {
    if (!one.is_string()) return std::nullopt;
    out.emplace_back(one.get_string());
  }
  return out;
}

bool is_everybody(const json::value* principal) {
  if (principal == nullptr) return false;
  if (principal->is_object() && principal->get_object().size() == 1) principal = json::find(*principal, "AWS");
  const auto names = read_strings(principal);
  return names && names->size() == 1 && names->front() == "*";
}

bool is_invoke(const std::string& action) {
  std::string lower = action;
  std::ranges::transform(lower, lower.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return matches_wildcards(lower, "execute-api:invoke");
}

// "execute-api:/dev/GET/pets" is short for the ARN of that method of this API.
std::string whole_arn(const std::string& resource) {
  return resource.starts_with("execute-api:/") ? "arn:aws:execute-api:*:*:*" + resource.substr(12) : resource;
}

}  // namespace

std::optional<ip_range> ip_range::read(std::string_view text) {
  ip_range made;
  const std::size_t slash = std::min(text.find('/'), text.size());
  const auto address = read_address(text.substr(0, slash));
  if (!address) return std::nullopt;
  made.bytes_ = *address;
  if (slash == text.size()) return made;
  const bool is_v4 = text.substr(0, slash).find(':') == std::string_view::npos;
  int bits = -1;
  const char* const end = text.data() + text.size();
  const auto [stop, failure] = std::from_chars(text.data() + slash + 1, end, bits);
  if (failure != std::errc() || stop != end || bits < 0 || bits > (is_v4 ? 32 : 128)) return std::nullopt;
  made.bits_ = is_v4 ? bits + 96 : bits;
  return made;
}

bool ip_range::contains(std::string_view address) const {
  const auto other = read_address(address);
  if (!other) return false;
  const auto whole = static_cast<std::size_t>(bits_ / 8);
  if (std::memcmp(bytes_.data(), other->data(), whole) != 0) return false;
  if (bits_ % 8 == 0) return true;
  const int shift = 8 - bits_ % 8;
  return (bytes_[whole] >> shift) == ((*other)[whole] >> shift);
}

result<std::vector<resource_policy::condition>> resource_policy::read_conditions(const json::value& from) {
  std::vector<condition> all;
  if (!from.is_object()) return error("Condition: expected an object");
  for (const auto& [name, keys] : from.get_object()) {
    if (name != "IpAddress" && name != "NotIpAddress")
      return error("Condition." + std::string(name) + ": only IpAddress and NotIpAddress can be judged here");
    if (!keys.is_object()) return error("Condition." + std::string(name) + ": expected an object");
    for (const auto& [key, value] : keys.get_object()) {
      if (!http::equal_ignoring_case(std::string_view(key), "aws:SourceIp"))
        return error("Condition." + std::string(name) + "." + std::string(key) +
                     ": only aws:SourceIp can be judged here");
      condition made{name == "IpAddress", {}};
      const auto texts = read_strings(&value);
      if (!texts) return error("Condition." + std::string(name) + "." + std::string(key) + ": expected texts");
      for (const std::string& text : *texts) {
        const auto range = ip_range::read(text);
        if (!range) return error("Condition: expected an address or a range (192.0.2.0/24), found " + text);
        made.ranges.push_back(*range);
      }
      all.push_back(std::move(made));
    }
  }
  return all;
}

result<resource_policy::rule> resource_policy::read_rule(const json::value& statement) {
  for (const std::string_view key : {"NotAction", "NotResource", "NotPrincipal"})
    if (json::find(statement, key) != nullptr) return error(std::string(key) + " cannot be judged here");
  const std::string_view effect = json::find_string(statement, "Effect");
  if (effect != "Allow" && effect != "Deny") return error("Effect: expected Allow or Deny");
  if (!is_everybody(json::find(statement, "Principal"))) return error("Principal: only \"*\" can be judged here");
  const auto actions = read_strings(json::find(statement, "Action"));
  if (!actions) return error("Action: expected a text or a list of texts");
  const auto resources = read_strings(json::find(statement, "Resource"));
  if (!resources) return error("Resource: expected a text or a list of texts");
  rule made{effect == "Allow", {}, {}};
  if (std::ranges::any_of(*actions, is_invoke))
    std::ranges::transform(*resources, std::back_inserter(made.resources), whole_arn);
  if (const json::value* conditions = json::find(statement, "Condition")) {
    auto read = read_conditions(*conditions);
    if (!read) return read.error();
    made.conditions = *std::move(read);
  }
  return made;
}

result<resource_policy> resource_policy::read(const json::value& document) {
  const json::value* const inner = json::find(document, "Statement");
  const json::value& given = inner == nullptr ? document : *inner;
  const json::array single = given.is_object() ? json::array{given} : json::array{};
  if (single.empty() && !given.is_array()) return error("expected a list of statements");
  resource_policy made;
  for (const json::value& statement : single.empty() ? given.get_array() : single) {
    auto read = read_rule(statement);
    if (!read) return read.error();
    made.rules_.push_back(*std::move(read));
  }
  return made;
}

policy::decision resource_policy::decide(std::string_view method_arn, std::string_view source_ip) const {
  const auto holds = [&](const condition& one) {
    return one.is_inside ==
           std::ranges::any_of(one.ranges, [&](const ip_range& range) { return range.contains(source_ip); });
  };
  auto so_far = policy::decision::deny;
  for (const rule& one : rules_) {
    const bool fits =
        std::ranges::any_of(one.resources,
                            [&](const std::string& pattern) { return matches_wildcards(pattern, method_arn); }) &&
        std::ranges::all_of(one.conditions, holds);
    if (fits && !one.allows) return policy::decision::explicit_deny;
    if (fits) so_far = policy::decision::allow;
  }
  return so_far;
}

}  // namespace lamina::gateway
