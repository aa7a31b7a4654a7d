#pragma once

#include <chrono>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "lamina/base/result.h"
#include "lamina/base/scheduler.h"
#include "lamina/json/json.h"
#include "lamina/tokens/verification_key.h"

namespace lamina::tokens {

// What is asked of the claims of a PASETO, beside that iat, nbf and exp hold when they are there.
struct paseto_rules {
  std::optional<std::string> audience{};
  std::optional<std::string> issuer{};
  std::chrono::milliseconds clock_tolerance{0};
  std::optional<std::chrono::milliseconds> max_age{};  // since "iat", which must be there then
};

struct paseto {
  json::value claims{};
  std::string footer{};  // "" when there is none
};

// A PASETO of version 4, purpose public: signed with Ed25519 (https://github.com/paseto-standard/paseto-spec). Reads
// untrusted bytes. Errors have the texts of npm's paseto 3, on which Middy's http-paseto stands.
result<paseto> verify_v4_public(std::string_view token, const verification_key& key, const paseto_rules& rules,
                                system_time now, std::string_view implicit_assertion = {});

// The specification's PAE: pieces one after the other so that no two lists of pieces give the same bytes.
std::string pre_authentication_encoding(std::initializer_list<std::string_view> pieces);

}  // namespace lamina::tokens
