#include "lamina/tokens/verification_key.h"

#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <array>
#include <optional>

#include "lamina/tokens/internal/hmac.h"
#include "lamina/tokens/internal/openssl_key.h"

namespace lamina::tokens {
namespace {

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

// Nobody reads OpenSSL's queue of errors; what is left in it would be taken for the cause of a later failure.
struct clear_errors {
  ~clear_errors() { ERR_clear_error(); }
};

openssl_key read_pem(std::string_view text) {
  const std::unique_ptr<BIO, int (*)(BIO*)> source(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())),
                                                   BIO_free);
  // Without a callback OpenSSL would ask for a password on the terminal.
  const auto no_password = [](char*, int, int, void*) { return -1; };
  return openssl_key(PEM_read_bio_PUBKEY(source.get(), nullptr, no_password, nullptr));
}

openssl_key read_der(std::string_view bytes) {
  const unsigned char* at = bytes_of(bytes);
  openssl_key key(d2i_PUBKEY(nullptr, &at, static_cast<long>(bytes.size())));
  if (key && at != bytes_of(bytes) + bytes.size()) key.reset();  // something follows
  return key;
}

std::optional<key_kind> kind_of_curve(const EVP_PKEY* key) {
  // A curve given by its numbers is refused: they may differ from the named one in the one that matters.
  int is_explicit = 0;
  EVP_PKEY_get_int_param(key, OSSL_PKEY_PARAM_EC_DECODED_FROM_EXPLICIT_PARAMS, &is_explicit);
  std::array<char, 64> name{};
  std::size_t length = 0;
  if (is_explicit != 0 || EVP_PKEY_get_group_name(key, name.data(), name.size(), &length) != 1) return std::nullopt;
  const std::string_view curve(name.data(), length);
  if (curve == "prime256v1") return key_kind::p256;
  if (curve == "secp384r1") return key_kind::p384;
  if (curve == "secp521r1") return key_kind::p521;
  return std::nullopt;
}

std::optional<key_kind> kind_of(const EVP_PKEY* key) {
  switch (EVP_PKEY_get_base_id(key)) {
    case EVP_PKEY_RSA: return key_kind::rsa;
    case EVP_PKEY_EC: return kind_of_curve(key);
    case EVP_PKEY_ED25519: return key_kind::ed25519;
    default: return std::nullopt;
  }
}

const EVP_MD* hash_of(algorithm how) {
  switch (how) {
    case algorithm::rs256:
    case algorithm::ps256:
    case algorithm::es256: return EVP_sha256();
    case algorithm::rs384:
    case algorithm::ps384:
    case algorithm::es384: return EVP_sha384();
    case algorithm::rs512:
    case algorithm::ps512:
    case algorithm::es512: return EVP_sha512();
    default: return nullptr;
  }
}

key_kind kind_for(algorithm how) {
  switch (how) {
    case algorithm::hs256:
    case algorithm::hs384:
    case algorithm::hs512: return key_kind::secret;
    case algorithm::es256: return key_kind::p256;
    case algorithm::es384: return key_kind::p384;
    case algorithm::es512: return key_kind::p521;
    case algorithm::eddsa: return key_kind::ed25519;
    default: return key_kind::rsa;
  }
}

std::string_view description_of(key_kind kind) {
  switch (kind) {
    case key_kind::secret: return "a shared secret";
    case key_kind::rsa: return "an RSA key";
    case key_kind::p256: return "an EC key on P-256";
    case key_kind::p384: return "an EC key on P-384";
    case key_kind::p521: return "an EC key on P-521";
    default: return "an Ed25519 key";
  }
}

// JWS has r and s side by side, each as long as the curve's order; OpenSSL wants a DER sequence.
std::string der_of_ecdsa(std::string_view signature, std::size_t size) {
  if (signature.size() != 2 * size) return {};
  const std::unique_ptr<ECDSA_SIG, void (*)(ECDSA_SIG*)> pair(ECDSA_SIG_new(), ECDSA_SIG_free);
  BIGNUM* const r = BN_bin2bn(bytes_of(signature), static_cast<int>(size), nullptr);
  BIGNUM* const s = BN_bin2bn(bytes_of(signature) + size, static_cast<int>(size), nullptr);
  ECDSA_SIG_set0(pair.get(), r, s);
  unsigned char* der = nullptr;
  const int length = i2d_ECDSA_SIG(pair.get(), &der);
  if (length <= 0) return {};
  std::string made(reinterpret_cast<const char*>(der), static_cast<std::size_t>(length));
  OPENSSL_free(der);
  return made;
}

bool is_pss(algorithm how) { return how >= algorithm::ps256 && how <= algorithm::ps512; }

bool set_pss(EVP_PKEY_CTX* context) {
  return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
         EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1;
}

bool verify_with_openssl(EVP_PKEY* key, algorithm how, std::string_view text, std::string_view signature) {
  const clear_errors afterwards;
  const std::unique_ptr<EVP_MD_CTX, free_openssl> context(EVP_MD_CTX_new());
  EVP_PKEY_CTX* settings = nullptr;
  if (EVP_DigestVerifyInit(context.get(), &settings, hash_of(how), nullptr, key) != 1) return false;
  if (is_pss(how) && !set_pss(settings)) return false;
  return EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(text), text.size()) == 1;
}

std::size_t coordinate_size(key_kind kind) { return kind == key_kind::p256 ? 32 : kind == key_kind::p384 ? 48 : 66; }

bool is_curve(key_kind kind) { return kind >= key_kind::p256 && kind <= key_kind::p521; }

}  // namespace

result<verification_key> classify(openssl_key key) {
  const clear_errors afterwards;
  const std::optional<key_kind> kind = kind_of(key.get());
  if (!kind) return error("the key is of an unsupported type; expected RSA, EC on P-256, P-384 or P-521, or Ed25519");
  auto made = std::make_shared<verification_key::state>();
  made->kind = *kind;
  made->key = std::move(key);
  return verification_key(std::move(made));
}

result<verification_key> verification_key::from_secret(std::string_view secret) {
  if (secret.empty()) return error("the secret is empty");
  auto made = std::make_shared<state>();
  made->secret = secret;
  return verification_key(std::move(made));
}

result<verification_key> verification_key::from_spki(std::string_view key) {
  const clear_errors afterwards;
  openssl_key read;
  if (key.size() <= 64 * 1024) read = key.starts_with("-----BEGIN PUBLIC KEY-----") ? read_pem(key) : read_der(key);
  if (!read) return error("no public key (SubjectPublicKeyInfo in DER or PEM)");
  return classify(std::move(read));
}

bool verification_key::is_secret() const noexcept { return state_->kind == key_kind::secret; }
bool verification_key::is_ed25519() const noexcept { return state_->kind == key_kind::ed25519; }

result<void> verification_key::check(algorithm how) const {
  const std::string name(name_of(how));
  if (kind_for(how) != state_->kind) return error(std::string(description_of(state_->kind)) + " cannot verify " + name);
  if (state_->kind == key_kind::rsa && EVP_PKEY_get_bits(state_->key.get()) < 2048)
    return error(name + " requires key modulusLength to be 2048 bits or larger");
  return {};
}

bool verification_key::verify(algorithm how, std::string_view text, std::string_view signature) const {
  if (!check(how)) return false;
  if (is_symmetric(how)) {
    const mac expected = hmac(how, state_->secret, text);
    return signature.size() == expected.size() &&
           CRYPTO_memcmp(expected.data(), signature.data(), signature.size()) == 0;
  }
  if (!is_curve(state_->kind)) return verify_with_openssl(state_->key.get(), how, text, signature);
  const std::string der = der_of_ecdsa(signature, coordinate_size(state_->kind));
  return !der.empty() && verify_with_openssl(state_->key.get(), how, text, der);
}

}  // namespace lamina::tokens
