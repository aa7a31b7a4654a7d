#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/base/result.h"
#include "lamina/base/scheduler.h"

namespace user_store {

inline constexpr std::chrono::seconds token_life{3600};

struct token_claims {
  std::string subject;
  std::vector<std::string> scopes;
  std::chrono::seconds expires{0};  // since 1970

  bool has_scope(std::string_view scope) const noexcept;
};

// A JSON Web Token, HS256: claims sub, scopes, iat and exp (iat + one hour). `key` is used as text.
std::string make_token(std::string_view key, std::string_view subject, const std::vector<std::string>& scopes,
                       lamina::system_time now);

// The claims of a good token. Error 401 for anything else: another algorithm than HS256, another key, no subject, no
// expiry, run out, not valid yet, or no token at all.
lamina::result<token_claims> verify_token(std::string_view key, std::string_view token, lamina::system_time now);

// What follows the scheme in an Authorization header: "Bearer", in any case. Empty where it says something else.
std::string_view bearer_token(std::string_view header) noexcept;

}  // namespace user_store
