#pragma once

#include <string>
#include <string_view>

#include "lamina/tokens/jwks_source.h"

namespace lamina::gateway {

// The public keys of an issuer of tokens, as API Gateway gets them: from `jwks_uri` of
// `<issuer>/.well-known/openid-configuration`, each call within 1500 ms, at most 150,000 bytes, kept for two hours. A
// key id that is not there makes the issuer be asked again, at most once in half a minute.
//
// `place` is where they are instead: an http(s) URL of the JWKS, or a file of it; "": at the issuer.
tokens::jwks_source keys_of_issuer(std::string_view issuer, std::string_view place = {});

// The keys of a Cognito user pool, whose issuer is `https://cognito-idp.<region>.amazonaws.com/<pool>`.
tokens::jwks_source keys_of_user_pool(std::string_view issuer, std::string_view place = {});

}  // namespace lamina::gateway
