#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/base/result.h"
#include "lamina/base/scheduler.h"
#include "lamina/json/json.h"
#include "lamina/tokens/algorithm.h"
#include "lamina/tokens/verification_key.h"

namespace lamina::tokens {

// What is asked of a token's claims, beside that exp and nbf hold when they are there.
struct claim_rules {
  std::optional<std::vector<std::string>> audience{};  // "aud" must be or hold one of these
  std::optional<std::vector<std::string>> issuer{};    // "iss" must be one of these
  bool require_exp = false;
  std::chrono::milliseconds clock_tolerance{0};
  std::optional<std::chrono::milliseconds> max_age{};  // since "iat", which must be there then
};

// The claims of a JSON Web Token (RFC 7519) that is signed with `key` by one of the `allowed` algorithms and fulfils
// the rules at the time `now`. Reads untrusted bytes. Errors have the texts of npm's jose.
result<json::value> verify_jwt(std::string_view token, const verification_key& key, std::span<const algorithm> allowed,
                               const claim_rules& rules, system_time now);

// Do the claims fulfil the rules?
result<void> check_claims(const json::value& claims, const claim_rules& rules, system_time now);

// The claims of a token, unverified: to find the issuer by. Believe nothing else of it.
result<json::value> decode_claims(std::string_view token);

}  // namespace lamina::tokens
