#include "lamina/middlewares/http_jwt/signing_keys.h"

#include <gtest/gtest.h>

#include "lamina/testing/token_signer.h"

namespace lamina {
namespace {

using tokens::algorithm;

json::value text(std::string_view bytes) { return json::value(bytes); }

TEST(signing_keys, takes_texts_for_secrets_where_secrets_are_meant) {
  const signing_keys keys("key", {algorithm::hs256, algorithm::hs512});
  const auto read = keys.read("0123456789").value();
  EXPECT_TRUE(read->key.is_secret());
  EXPECT_EQ(read->allowed.size(), 2u);
  EXPECT_EQ(keys.read("").error().message, "internalKey 'key': the secret is empty");
}

TEST(signing_keys, refuses_secrets_for_key_pairs) {
  const signing_keys keys("key", {algorithm::hs256, algorithm::rs256});
  EXPECT_EQ(
      keys.read("secret").error().message,
      "internalKey 'key' is a string secret but 'algorithm' includes a non-symmetric value [\"HS256\",\"RS256\"]; "
      "string keys may only be used with HS* algorithms");
}

TEST(signing_keys, knows_public_keys_wherever_they_turn_up) {
  const testing::token_signer signer(algorithm::es256);
  for (const std::string& form : {signer.spki(), signer.pem()}) {
    EXPECT_FALSE(signing_keys("key", {algorithm::es256}).read(text(form)).value()->key.is_secret());
    EXPECT_FALSE(signing_keys("key", {algorithm::hs256}).read(text(form)).value()->key.is_secret());
  }
}

TEST(signing_keys, narrows_the_algorithms_to_those_of_a_kms_key) {
  const testing::token_signer curve(algorithm::es256), rsa(algorithm::rs256);
  const signing_keys keys("key", {algorithm::es384, algorithm::es256, algorithm::ps384, algorithm::eddsa});
  const auto allowed = [&](const testing::token_signer& signer, const char* specification) {
    return keys.read({{"publicKey", signer.spki()}, {"keySpec", specification}}).value()->allowed;
  };
  EXPECT_EQ(allowed(curve, "ECC_NIST_P256"), std::vector{algorithm::es256});
  EXPECT_EQ(allowed(curve, "ECC_NIST_P384"), std::vector{algorithm::es384});
  EXPECT_EQ(allowed(curve, "ECC_NIST_ED25519"), std::vector{algorithm::eddsa});
  EXPECT_EQ(allowed(rsa, "RSA_3072"), std::vector{algorithm::ps384});
  EXPECT_EQ(allowed(rsa, "new").size(), 4u);
  EXPECT_EQ(keys.read({{"publicKey", curve.spki()}, {"keySpec", "ECC_NIST_P521"}}).error().message,
            "algorithm [\"ES384\",\"ES256\",\"PS384\",\"EdDSA\"] incompatible with KMS keySpec 'ECC_NIST_P521'");
}

TEST(signing_keys, says_what_it_cannot_read) {
  const signing_keys keys("key", {algorithm::es256});
  EXPECT_EQ(keys.read({{"publicKey", "no key"}}).error().message,
            "internalKey 'key': no public key (SubjectPublicKeyInfo in DER or PEM)");
  for (const json::value& material : {json::value(), json::value(5), json::value(json::object()), json::value({1})})
    EXPECT_EQ(keys.read(material).error().message,
              "internalKey 'key' holds an unsupported key shape; expected SPKI bytes, a { publicKey } object, or a "
              "string secret");
}

TEST(signing_keys, keeps_the_last_key_until_another_comes) {
  const signing_keys keys("key", {algorithm::hs256});
  const signing_keys copy = keys;
  const auto first = keys.read("a").value();
  EXPECT_EQ(keys.read("a").value(), first);
  EXPECT_EQ(copy.read("a").value(), first);
  const auto second = keys.read("b").value();
  EXPECT_NE(second, first);
  EXPECT_NE(keys.read("a").value(), second);
}

}  // namespace
}  // namespace lamina
