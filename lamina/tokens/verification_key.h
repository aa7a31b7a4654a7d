#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "lamina/base/result.h"
#include "lamina/json/json.h"
#include "lamina/tokens/algorithm.h"

namespace lamina::tokens {

// What a token's signature is checked with: a shared secret, or the public half of a key pair (RSA, EC on P-256, P-384
// or P-521, Ed25519). A value; copies share the key. Any thread, several at once.
//
// A key serves only the algorithms it was made for: a public key is never taken for the secret of HS256, and an EC key
// serves the one algorithm of its curve.
class verification_key {
 public:
  // For HS256, HS384, HS512. An empty one is refused.
  static result<verification_key> from_secret(std::string_view secret);
  // A SubjectPublicKeyInfo: DER bytes (as AWS KMS gives them), or PEM ("-----BEGIN PUBLIC KEY-----").
  static result<verification_key> from_spki(std::string_view key);
  // A JSON Web Key (RFC 7517, RFC 8037): kty RSA, EC, OKP (Ed25519) or oct. One with private members is refused.
  static result<verification_key> from_jwk(const json::value& key);

  bool is_secret() const noexcept;
  bool is_ed25519() const noexcept;
  // Can it verify signatures of that algorithm? The error says why not, RSA keys of less than 2048 bits included.
  result<void> check(algorithm how) const;

  // Is `signature`, as JWS writes it (RFC 7518), that of `text`? False as well when check() fails. Does not throw;
  // secrets are compared in constant time.
  bool verify(algorithm how, std::string_view text, std::string_view signature) const;

  struct state;
  explicit verification_key(std::shared_ptr<const state> key) noexcept : state_(std::move(key)) {}

 private:
  std::shared_ptr<const state> state_;
};

}  // namespace lamina::tokens
