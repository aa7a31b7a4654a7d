#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/base/result.h"
#include "lamina/engine/middleware.h"
#include "lamina/middlewares/http_jwt/signing_keys.h"
#include "lamina/middlewares/http_jwt/token_source.h"
#include "lamina/tokens/jwt.h"

namespace lamina {

// Whose tokens are accepted, and where the keys are published.
struct http_jwt_issuer {
  std::string jwks_uri{};                               // a JWK Set, fetched over HTTP
  std::optional<std::vector<std::string>> audience{};   // absent: any
  std::optional<std::vector<std::string>> algorithm{};  // absent: as the options say
};

struct http_jwt_options {
  // Exactly one of the two: a name (a dotted path) in request.internal, or issuers by the "iss" of their tokens.
  std::optional<std::string> internal_key{};
  std::optional<std::map<std::string, http_jwt_issuer, std::less<>>> issuers{};
  // What tokens may be signed with: {"RS256"}; HS, RS, PS and ES with 256, 384, 512, and EdDSA. Needed.
  std::optional<std::vector<std::string>> algorithm{};

  std::string token_cookie_name{};
  std::string token_header_name{};
  std::string token_query_string_name{};  // all three empty: "Authorization: Bearer TOKEN"

  std::optional<std::vector<std::string>> audience{};  // with internal_key
  std::optional<std::vector<std::string>> issuer{};    // with internal_key
  std::chrono::milliseconds clock_tolerance{0};
  bool require_exp = false;
  std::optional<std::chrono::milliseconds> max_token_age{};  // since "iat"

  std::string payload_key = "jwt";  // where the claims go in request.internal
  bool set_to_context = false;      // and in the context

  std::chrono::milliseconds cache_expiry{600'000};      // of a JWK Set
  std::chrono::milliseconds cooldown_duration{30'000};  // between two requests to one endpoint
  std::chrono::milliseconds jwks_timeout{5'000};
  bool disable_prefetch = false;
};

// Lets only requests with a valid signed JSON Web Token pass, and leaves its claims in request.internal.
// (@middy/http-jwt)
//
// Everything that is wrong with a token is 401 with cause.data the reason; a key that cannot be what it should is 500.
// JWK Sets are fetched with the HTTP client of the context's loop, which must be a net::event_loop; see
// tokens::jwks_source for how long they are kept.
class http_jwt {
 public:
  static constexpr std::string_view name = "http-jwt";
  static http_jwt_options read_options(const json::object& options);
  static http_jwt from_json(const json::object& options);

  // Throws lamina::error (TypeError) for options that contradict each other or name no known algorithm.
  explicit http_jwt(http_jwt_options options);
  void prefetch(scheduler& loop) const;
  task<step> before(request& request) const;

 private:
  struct trusted;

  task<result<json::value>> verify_with_internal_key(const std::string& token, request& request) const;
  task<result<json::value>> verify_of_issuer(const std::string& token, request& request) const;

  http_jwt_options options_;
  token_source source_;
  std::optional<signing_keys> keys_;  // with internal_key
  tokens::claim_rules rules_;         // the same
  std::shared_ptr<const std::map<std::string, trusted, std::less<>>> issuers_;
};

}  // namespace lamina
