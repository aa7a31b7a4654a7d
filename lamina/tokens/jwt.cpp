#include "lamina/tokens/jwt.h"

#include <algorithm>
#include <cmath>

#include "lamina/tokens/internal/compact.h"
#include "lamina/tokens/jws.h"

namespace lamina::tokens {
namespace {

bool is_one_of(const json::value* claim, const std::vector<std::string>& wanted) {
  return claim != nullptr && claim->is_string() &&
         std::ranges::find(wanted, std::string_view(claim->get_string())) != wanted.end();
}

bool has_audience(const json::value* claim, const std::vector<std::string>& wanted) {
  const json::array* const several = claim == nullptr ? nullptr : claim->if_array();
  if (several == nullptr) return is_one_of(claim, wanted);
  return std::ranges::any_of(*several, [&wanted](const json::value& one) { return is_one_of(&one, wanted); });
}

error missing(std::string_view claim) { return error("missing required \"" + std::string(claim) + "\" claim"); }

result<void> check_presence(const json::value& claims, const claim_rules& rules) {
  const std::pair<const char*, bool> required[] = {{"iss", rules.issuer.has_value()},
                                                   {"aud", rules.audience.has_value()},
                                                   {"iat", rules.max_age.has_value()},
                                                   {"exp", rules.require_exp}};
  for (const auto& [claim, is_required] : required)
    if (is_required && json::find(claims, claim) == nullptr) return missing(claim);
  return {};
}

result<std::optional<double>> number_of(const json::value& claims, std::string_view claim) {
  const json::value* const value = json::find(claims, claim);
  if (value == nullptr) return std::optional<double>();
  if (!value->is_number()) return error("\"" + std::string(claim) + "\" claim must be a number");
  return std::optional<double>(value->to_number<double>());
}

double seconds(std::chrono::milliseconds time) { return std::chrono::duration<double>(time).count(); }

result<void> check_age(double age, const claim_rules& rules) {
  const double tolerance = seconds(rules.clock_tolerance);
  if (age - tolerance > seconds(*rules.max_age))
    return error("\"iat\" claim timestamp check failed (too far in the past)");
  if (age < -tolerance) return error("\"iat\" claim timestamp check failed (it should be in the past)");
  return {};
}

result<void> check_times(const json::value& claims, const claim_rules& rules, system_time when) {
  const double now = std::floor(std::chrono::duration<double>(when.time_since_epoch()).count());
  const double tolerance = seconds(rules.clock_tolerance);
  const auto issued = number_of(claims, "iat");
  if (!issued) return issued.error();
  const auto begins = number_of(claims, "nbf");
  if (!begins) return begins.error();
  if (*begins && **begins > now + tolerance) return error("\"nbf\" claim timestamp check failed");
  const auto ends = number_of(claims, "exp");
  if (!ends) return ends.error();
  if (*ends && **ends <= now - tolerance) return error("\"exp\" claim timestamp check failed");
  if (rules.max_age) return check_age(now - **issued, rules);
  return {};
}

}  // namespace

result<void> check_claims(const json::value& claims, const claim_rules& rules, system_time now) {
  if (const result<void> present = check_presence(claims, rules); !present) return present.error();
  if (rules.issuer && !is_one_of(json::find(claims, "iss"), *rules.issuer))
    return error("unexpected \"iss\" claim value");
  if (rules.audience && !has_audience(json::find(claims, "aud"), *rules.audience))
    return error("unexpected \"aud\" claim value");
  return check_times(claims, rules, now);
}

result<json::value> verify_jwt(std::string_view token, const verification_key& key, std::span<const algorithm> allowed,
                               const claim_rules& rules, system_time now) {
  const result<std::string> payload = verify_jws(token, key, allowed);
  if (!payload) return payload.error();
  result<json::value> claims = json::try_parse(*payload);
  if (!claims || !claims->is_object()) return error("JWT Claims Set must be a top-level JSON object");
  if (const result<void> checked = check_claims(*claims, rules, now); !checked) return checked.error();
  return claims;
}

result<json::value> decode_claims(std::string_view token) {
  const compact_parts parts = cut(token);
  if (parts.count == 5) return error("Only JWTs using Compact JWS serialization can be decoded");
  if (parts.count != 3) return error("Invalid JWT");
  if (parts.part[1].empty()) return error("JWTs must contain a payload");
  return decode_object(parts.part[1], "Failed to parse the decoded payload as JSON");
}

}  // namespace lamina::tokens
