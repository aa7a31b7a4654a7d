#pragma once

#include <string>
#include <string_view>

#include "lamina/base/result.h"
#include "lamina/json/json.h"

// JSON Web Tokens for tests, apart from the application's own code.
namespace parity_user_store {

// alg: HS256, HS384, HS512 or none (an empty signature). Error for another.
lamina::result<std::string> mint_token(std::string_view alg, const lamina::json::value& claims,
                                       std::string_view secret);

// {header, claims, lifetime_s, signature_bytes}, nothing verified. Error when it is no token.
lamina::result<lamina::json::value> decode_token(std::string_view token);

}  // namespace parity_user_store
