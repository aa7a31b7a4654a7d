#include "lamina/testing/token_signer.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <stdexcept>

#include "lamina/base/base64.h"
#include "lamina/tokens/paseto.h"

namespace lamina::testing {
namespace {

using tokens::algorithm;

unsigned char* writable(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

void require(bool holds) {
  if (!holds) throw std::runtime_error("OpenSSL refused");
}

bool is_rsa(algorithm how) { return how >= algorithm::rs256 && how <= algorithm::ps512; }
bool is_ec(algorithm how) { return how >= algorithm::es256 && how <= algorithm::es512; }

EVP_PKEY* make_key(algorithm how) {
  if (how == algorithm::es256) return EVP_EC_gen("P-256");
  if (how == algorithm::es384) return EVP_EC_gen("P-384");
  if (how == algorithm::es512) return EVP_EC_gen("P-521");
  if (is_rsa(how)) return EVP_RSA_gen(2048);
  return how == algorithm::eddsa ? EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519") : nullptr;
}

const EVP_MD* hash_of(algorithm how) {
  const EVP_MD* const hashes[] = {EVP_sha256(), EVP_sha384(), EVP_sha512()};
  return how == algorithm::eddsa ? nullptr : hashes[static_cast<int>(how) % 3];
}

std::string member(const EVP_PKEY* key, const char* name) {
  BIGNUM* number = nullptr;
  require(EVP_PKEY_get_bn_param(key, name, &number) == 1);
  std::string bytes(static_cast<std::size_t>(BN_num_bytes(number)), '\0');
  BN_bn2bin(number, writable(bytes));
  BN_free(number);
  return base64url_encode(bytes);
}

// r and s side by side, of the DER sequence that OpenSSL makes.
std::string plain_ecdsa(const std::string& der, int size) {
  const unsigned char* at = bytes_of(der);
  ECDSA_SIG* const pair = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size()));
  std::string plain(static_cast<std::size_t>(2 * size), '\0');
  BN_bn2binpad(ECDSA_SIG_get0_r(pair), writable(plain), size);
  BN_bn2binpad(ECDSA_SIG_get0_s(pair), writable(plain) + size, size);
  ECDSA_SIG_free(pair);
  return plain;
}

}  // namespace

struct token_signer::state {
  algorithm how;
  std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key;
  std::string secret{};

  int coordinate_size() const { return how == algorithm::es256 ? 32 : how == algorithm::es384 ? 48 : 66; }

  std::string sign(std::string_view text) const {
    if (tokens::is_symmetric(how)) {
      std::string mac(64, '\0');
      unsigned int size = 0;
      HMAC(hash_of(how), secret.data(), static_cast<int>(secret.size()), bytes_of(text), text.size(), writable(mac),
           &size);
      return mac.substr(0, size);
    }
    const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    EVP_PKEY_CTX* settings = nullptr;
    require(EVP_DigestSignInit(context.get(), &settings, hash_of(how), nullptr, key.get()) == 1);
    if (how >= algorithm::ps256 && how <= algorithm::ps512) {
      EVP_PKEY_CTX_set_rsa_padding(settings, RSA_PKCS1_PSS_PADDING);
      EVP_PKEY_CTX_set_rsa_pss_saltlen(settings, RSA_PSS_SALTLEN_DIGEST);
    }
    std::string made(1024, '\0');
    std::size_t size = made.size();
    require(EVP_DigestSign(context.get(), writable(made), &size, bytes_of(text), text.size()) == 1);
    made.resize(size);
    return is_ec(how) ? plain_ecdsa(made, coordinate_size()) : made;
  }
};

token_signer::token_signer(algorithm how)
    : state_(std::make_unique<state>(state{how, {make_key(how), EVP_PKEY_free}})) {
  if (tokens::is_symmetric(how)) state_->secret = "a secret of 64 bytes, 0123456789abcdef0123456789abcdef0123456789";
}

token_signer::~token_signer() = default;

std::string token_signer::sign(const json::value& claims, const json::object& header) const {
  return sign_text(json::serialize(claims), header);
}

std::string token_signer::sign_text(std::string_view payload, const json::object& header) const {
  json::object whole{{"alg", tokens::name_of(state_->how)}};
  for (const auto& [name, value] : header) whole[name] = value;
  const std::string text = base64url_encode(json::serialize(whole)) + "." + base64url_encode(payload);
  return text + "." + base64url_encode(state_->sign(text));
}

std::string token_signer::sign_paseto(std::string_view payload, std::string_view footer) const {
  const std::string signature =
      state_->sign(tokens::pre_authentication_encoding({"v4.public.", payload, footer, std::string_view()}));
  std::string token = "v4.public." + base64url_encode(std::string(payload) + signature);
  if (!footer.empty()) token += "." + base64url_encode(footer);
  return token;
}

json::object token_signer::jwk(std::string_view id) const {
  const EVP_PKEY* const key = state_->key.get();
  if (tokens::is_symmetric(state_->how)) return {{"kid", id}, {"kty", "oct"}, {"k", base64url_encode(state_->secret)}};
  if (is_rsa(state_->how))
    return {{"kid", id},
            {"kty", "RSA"},
            {"n", member(key, OSSL_PKEY_PARAM_RSA_N)},
            {"e", member(key, OSSL_PKEY_PARAM_RSA_E)}};
  std::string bytes(256, '\0');
  std::size_t size = bytes.size();
  if (!is_ec(state_->how)) {
    require(EVP_PKEY_get_raw_public_key(key, writable(bytes), &size) == 1);
    return {{"kid", id}, {"kty", "OKP"}, {"crv", "Ed25519"}, {"x", base64url_encode(bytes.substr(0, size))}};
  }
  require(EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY, writable(bytes), bytes.size(), &size) == 1);
  const auto half = static_cast<std::size_t>(state_->coordinate_size());
  const char* const curve = half == 32 ? "P-256" : half == 48 ? "P-384" : "P-521";
  return {{"kid", id},
          {"kty", "EC"},
          {"crv", curve},
          {"x", base64url_encode(std::string_view(bytes).substr(1, half))},
          {"y", base64url_encode(std::string_view(bytes).substr(1 + half, half))}};
}

std::string token_signer::spki() const {
  unsigned char* der = nullptr;
  const int size = i2d_PUBKEY(state_->key.get(), &der);
  require(size > 0);
  std::string made(reinterpret_cast<const char*>(der), static_cast<std::size_t>(size));
  OPENSSL_free(der);
  return made;
}

std::string token_signer::pem() const {
  const std::string text = base64_encode(spki());
  std::string made = "-----BEGIN PUBLIC KEY-----\n";
  for (std::size_t i = 0; i < text.size(); i += 64) made += text.substr(i, 64) + "\n";
  return made + "-----END PUBLIC KEY-----\n";
}

std::string token_signer::secret() const { return state_->secret; }

}  // namespace lamina::testing
