#pragma once

#include <openssl/evp.h>

#include <memory>
#include <string>

#include "lamina/tokens/verification_key.h"

namespace lamina::tokens {

struct free_openssl {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using openssl_key = std::unique_ptr<EVP_PKEY, free_openssl>;
using openssl_key_context = std::unique_ptr<EVP_PKEY_CTX, free_openssl>;

enum class key_kind : std::uint8_t { secret, rsa, p256, p384, p521, ed25519 };

struct verification_key::state {
  key_kind kind = key_kind::secret;
  std::string secret{};
  openssl_key key{};
};

// A public key as one of the kinds; the error names what it is instead.
result<verification_key> classify(openssl_key key);

}  // namespace lamina::tokens
