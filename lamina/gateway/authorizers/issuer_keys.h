#pragma once

#include <string>
#include <string_view>

#include "lamina/tokens/jwks_source.h"

namespace lamina::gateway {

// As API Gateway has it: 1500 ms for a call, at most 150,000 bytes, kept for two hours; a key id that is not there
// makes the issuer be asked again, at most once in half a minute.
inline constexpr tokens::jwks_options issuer_limits{.cache_expiry = std::chrono::hours(2),
                                                    .cooldown = std::chrono::seconds(30),
                                                    .timeout = std::chrono::milliseconds(1500),
                                                    .max_bytes = 150'000};

// The public keys of an issuer of tokens: from `jwks_uri` of `<issuer>/.well-known/openid-configuration`. `place` is
// where they are instead: an http(s) URL of the JWKS, or a file of it, which is read again after a second at the
// earliest; "": at the issuer.
tokens::jwks_source keys_of_issuer(std::string_view issuer, std::string_view place = {},
                                   tokens::jwks_options limits = issuer_limits);

// The keys of a Cognito user pool, whose issuer is `https://cognito-idp.<region>.amazonaws.com/<pool>`.
tokens::jwks_source keys_of_user_pool(std::string_view issuer, std::string_view place = {},
                                      tokens::jwks_options limits = issuer_limits);

}  // namespace lamina::gateway
