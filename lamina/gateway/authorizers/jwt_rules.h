#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/base/scheduler.h"
#include "lamina/gateway/authorizers/authorizer.h"
#include "lamina/json/json.h"

namespace lamina::gateway {

// Who checks a token: the JWT authorizer of HTTP APIs, or the COGNITO_USER_POOLS authorizer of REST APIs.
enum class jwt_flavour : std::uint8_t { http_api, user_pool };

// What is asked of the claims of a token whose signature is good.
//   HTTP APIs: iss is the issuer; aud, or client_id where there is no aud, is one of the audiences; exp is there and to
//     come, nbf and iat are past; one of the route's scopes is in scope or scp.
//   User pools: iss, exp, nbf and iat as well; without scopes the token must be an ID token, with scopes an access
//   token
//     that has one of them (token_use).
// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
struct jwt_rules {
  jwt_flavour flavour = jwt_flavour::http_api;
  std::string issuer{};
  std::vector<std::string> audience{};
  std::vector<std::string> scopes{};
};

struct jwt_refusal {
  authorization::verdict what = authorization::verdict::unauthorized;
  std::string_view description{};  // error_description of www-authenticate
  bool has_expired = false;
};

// Nothing when all is as it should be.
std::optional<jwt_refusal> check_claims(const json::value& claims, const jwt_rules& rules, system_time now);

// What the event says of the claims: JSON text for grant::context. All claims are strings there; lists are "[a b]" on
// HTTP APIs and "a,b" from user pools, where exp and iat are dates ("Tue Jun 18 15:00:04 UTC 2024").
std::string context_of_claims(const json::value& claims, const jwt_rules& rules);

// "Bearer", with what is wrong with the token when there was one.
std::string bearer_challenge(const jwt_refusal& refused, const std::vector<std::string>& scopes);

// When the token ends: its exp.
system_time expiry_of(const json::value& claims);

}  // namespace lamina::gateway
