#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "lamina/json/json.h"
#include "lamina/tokens/algorithm.h"

namespace lamina::testing {

// Signs tokens with a fresh key, for tests of whatever verifies them.
class token_signer {
 public:
  explicit token_signer(tokens::algorithm how = tokens::algorithm::es256);
  ~token_signer();

  // A compact JWS of the claims. `header` is added to {"alg": ...}, and may replace it.
  std::string sign(const json::value& claims, const json::object& header = {}) const;
  std::string sign_text(std::string_view payload, const json::object& header = {}) const;
  // A v4.public token; only with EdDSA.
  std::string sign_paseto(std::string_view payload, std::string_view footer = {}) const;

  // The key to verify with: as JWK, as SubjectPublicKeyInfo in DER and in PEM, as it is (HS256, HS384, HS512).
  json::object jwk(std::string_view id) const;
  std::string spki() const;
  std::string pem() const;
  std::string secret() const;

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace lamina::testing
