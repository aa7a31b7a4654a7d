#pragma once

#include <span>
#include <string>
#include <string_view>

#include "lamina/base/result.h"
#include "lamina/json/json.h"
#include "lamina/tokens/algorithm.h"
#include "lamina/tokens/verification_key.h"

namespace lamina::tokens {

// The payload of a compact JWS (RFC 7515) whose signature is that of `key`, by one of the algorithms that are allowed:
// what the token says of its algorithm only chooses among them. Reads untrusted bytes; base64url is read strictly (no
// padding, no white space).
//
// The errors have the texts of npm's jose, on which Middy's http-jwt stands: "Invalid Compact JWS", "signature
// verification failed", ...
result<std::string> verify_jws(std::string_view token, const verification_key& key, std::span<const algorithm> allowed);

// The protected header of a token, unverified: to find the key by. The error is jose's as well.
result<json::value> decode_protected_header(std::string_view token);

}  // namespace lamina::tokens
