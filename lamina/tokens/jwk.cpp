#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/param_build.h>

#include <optional>

#include "lamina/base/base64.h"
#include "lamina/tokens/internal/openssl_key.h"

// JSON Web Keys: verification_key::from_jwk().
namespace lamina::tokens {
namespace {

using parameters = std::unique_ptr<OSSL_PARAM, void (*)(OSSL_PARAM*)>;
using builder = std::unique_ptr<OSSL_PARAM_BLD, void (*)(OSSL_PARAM_BLD*)>;
using number = std::unique_ptr<BIGNUM, void (*)(BIGNUM*)>;

constexpr std::size_t max_member_bytes = 2048;  // 16384 bits: the largest modulus OpenSSL works with

// The bytes of a base64url member.
result<std::string> member_bytes(const json::value& key, std::string_view name) {
  const std::string what = "JWK \"" + std::string(name) + "\"";
  const json::value* const member = json::find(key, name);
  if (member == nullptr || !member->is_string()) return error(what + " is missing");
  std::string bytes;
  if (!base64url_decode_to(bytes, member->get_string())) return error(what + " is not base64url");
  if (bytes.empty() || bytes.size() > max_member_bytes) return error(what + " has an unexpected length");
  return bytes;
}

result<verification_key> build(const char* type, const parameters& from) {
  const openssl_key_context context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* made = nullptr;
  const bool is_made = from && EVP_PKEY_fromdata_init(context.get()) == 1 &&
                       EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, from.get()) == 1;
  openssl_key key(made);
  ERR_clear_error();
  if (!is_made) return error("JWK is no valid " + std::string(type) + " key");
  return classify(std::move(key));
}

number number_of(std::string_view bytes) {
  return number(
      BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()), nullptr),
      BN_free);
}

result<verification_key> read_rsa(const json::value& key) {
  const result<std::string> n = member_bytes(key, "n");
  if (!n) return n.error();
  const result<std::string> e = member_bytes(key, "e");
  if (!e) return e.error();
  const number modulus = number_of(*n), exponent = number_of(*e);
  // With 1 every text would be its own signature.
  if (BN_is_odd(exponent.get()) == 0 || BN_is_one(exponent.get()) == 1) return error("JWK \"e\" is no RSA exponent");
  const builder parts(OSSL_PARAM_BLD_new(), OSSL_PARAM_BLD_free);
  OSSL_PARAM_BLD_push_BN(parts.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get());
  OSSL_PARAM_BLD_push_BN(parts.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get());
  return build("RSA", parameters(OSSL_PARAM_BLD_to_param(parts.get()), OSSL_PARAM_free));
}

struct curve {
  std::string_view name;
  const char* group;
  std::size_t size;
};
constexpr curve curves[] = {{"P-256", "prime256v1", 32}, {"P-384", "secp384r1", 48}, {"P-521", "secp521r1", 66}};

result<verification_key> read_ec(const json::value& key) {
  const std::string_view name = json::find_string(key, "crv");
  for (const curve& one : curves) {
    if (one.name != name) continue;
    const result<std::string> x = member_bytes(key, "x");
    if (!x) return x.error();
    const result<std::string> y = member_bytes(key, "y");
    if (!y) return y.error();
    if (x->size() != one.size || y->size() != one.size)
      return error("JWK \"x\" and \"y\" must have " + std::to_string(one.size) + " bytes on " + std::string(name));
    const std::string point = "\x04" + *x + *y;
    const builder parts(OSSL_PARAM_BLD_new(), OSSL_PARAM_BLD_free);
    OSSL_PARAM_BLD_push_utf8_string(parts.get(), OSSL_PKEY_PARAM_GROUP_NAME, one.group, 0);
    OSSL_PARAM_BLD_push_octet_string(parts.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size());
    return build("EC", parameters(OSSL_PARAM_BLD_to_param(parts.get()), OSSL_PARAM_free));
  }
  return error("JWK \"crv\" must be P-256, P-384 or P-521");
}

result<verification_key> read_okp(const json::value& key) {
  if (json::find_string(key, "crv") != "Ed25519") return error("JWK \"crv\" must be Ed25519");
  const result<std::string> x = member_bytes(key, "x");
  if (!x) return x.error();
  if (x->size() != 32) return error("JWK \"x\" must have 32 bytes");
  openssl_key made(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr,
                                               reinterpret_cast<const unsigned char*>(x->data()), x->size()));
  if (!made) return error("JWK is no valid Ed25519 key");
  return classify(std::move(made));
}

}  // namespace

result<verification_key> verification_key::from_jwk(const json::value& key) {
  if (!key.is_object()) return error("JWK must be an object");
  const std::string_view type = json::find_string(key, "kty");
  if (type == "oct") {
    const result<std::string> secret = member_bytes(key, "k");
    return secret ? from_secret(*secret) : secret.error();
  }
  for (const char* const member : {"d", "p", "q", "priv"})
    if (json::find(key, member) != nullptr) return error("JWK holds a private key; expected a public one");
  if (type == "RSA") return read_rsa(key);
  if (type == "EC") return read_ec(key);
  if (type == "OKP") return read_okp(key);
  return error("Unsupported \"kty\" (Key Type) Parameter value");
}

}  // namespace lamina::tokens
