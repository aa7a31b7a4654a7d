#include "lamina/tokens/verification_key.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "lamina/base/base64.h"
#include "lamina/testing/token_signer.h"

namespace lamina::tokens {
namespace {

json::array vectors_of(const std::string& name) {
  std::ifstream file(std::string(LAMINA_SOURCE_DIR) + "/lamina/tokens/testdata/" + name);
  std::stringstream text;
  text << file.rdbuf();
  return json::parse(text.str()).as_array();
}

struct signed_text {
  std::string text, signature;
};
signed_text parts_of(std::string_view token) {
  const std::size_t dot = token.rfind('.');
  signed_text made{std::string(token.substr(0, dot)), {}};
  EXPECT_TRUE(base64url_decode_to(made.signature, token.substr(dot + 1)));
  return made;
}

std::string bytes(std::string_view base64) { return base64_decode_leniently(base64); }

TEST(verification_key, verifies_what_another_library_signed_with_every_algorithm) {
  const json::array vectors = vectors_of("jose.json");
  ASSERT_EQ(vectors.size(), 13u);
  for (const json::value& one : vectors) {
    const algorithm how = *parse_algorithm(json::find_string(one, "alg"));
    const verification_key key = verification_key::from_jwk(one.at("jwk")).value();
    auto [text, signature] = parts_of(json::find_string(one, "token"));
    EXPECT_TRUE(key.verify(how, text, signature)) << name_of(how);
    if (json::find(one, "spki")) {
      const auto spki = verification_key::from_spki(bytes(json::find_string(one, "spki")));
      EXPECT_TRUE(spki.value().verify(how, text, signature)) << name_of(how);
    }
    EXPECT_FALSE(key.verify(how, text + "x", signature)) << name_of(how);
    signature.back() = static_cast<char>(signature.back() ^ 1);
    EXPECT_FALSE(key.verify(how, text, signature)) << name_of(how);
  }
}

TEST(verification_key, serves_no_algorithm_but_its_own) {
  for (const json::value& one : vectors_of("jose.json")) {
    const verification_key key = verification_key::from_jwk(one.at("jwk")).value();
    const std::string_view own = json::find_string(one, "alg");
    const auto [text, signature] = parts_of(json::find_string(one, "token"));
    for (std::uint8_t i = 0; i <= static_cast<std::uint8_t>(algorithm::eddsa); ++i) {
      const auto how = static_cast<algorithm>(i);
      if (name_of(how) != own) {
        EXPECT_FALSE(key.verify(how, text, signature)) << own << " as " << name_of(how);
      }
    }
  }
}

TEST(verification_key, never_takes_a_public_key_for_a_secret) {
  const testing::token_signer signer(algorithm::es256);
  const auto key = verification_key::from_spki(signer.spki()).value();
  EXPECT_FALSE(key.is_secret());
  const result<void> checked = key.check(algorithm::hs256);
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().message, "an EC key on P-256 cannot verify HS256");
}

// RFC 4231, test cases 1, 2 and 6 (a key longer than a block).
TEST(verification_key, verifies_the_vectors_of_the_rfc_for_hmac) {
  const auto verify = [](std::string_view key, std::string_view text, std::string_view mac) {
    return verification_key::from_secret(key).value().verify(algorithm::hs256, text, bytes(mac));
  };
  EXPECT_TRUE(verify(std::string(20, '\x0b'), "Hi There", "sDRMYdjbOFNcqK/OrwvxK4gdwgDJgz2nJuk3bC4yz/c="));
  EXPECT_TRUE(verify("Jefe", "what do ya want for nothing?", "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM="));
  EXPECT_TRUE(verify(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First",
                     "YOQxWR7gtn8Niiaqy/W3f44LxiE3KMUUBUYEDw7jf1Q="));
  EXPECT_FALSE(verify("Jefe", "what do ya want for nothing?", "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnsdYOex0OA=="));
}

// RFC 8037, appendix A.4: Ed25519 in JWS.
TEST(verification_key, verifies_the_vector_of_the_rfc_for_ed25519) {
  const auto key = verification_key::from_jwk(
      {{"kty", "OKP"}, {"crv", "Ed25519"}, {"x", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}});
  const auto [text, signature] = parts_of(
      "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4"
      "ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg");
  EXPECT_TRUE(key.value().is_ed25519());
  EXPECT_TRUE(key.value().verify(algorithm::eddsa, text, signature));
}

TEST(verification_key, refuses_signatures_of_a_length_that_cannot_be) {
  const testing::token_signer signer(algorithm::es256);
  const auto key = verification_key::from_jwk(signer.jwk("k")).value();
  const auto [text, signature] = parts_of(signer.sign(json::object()));
  EXPECT_TRUE(key.verify(algorithm::es256, text, signature));
  for (const std::string& other :
       {std::string(), std::string("\0", 1), signature + '\0', signature.substr(1), std::string(64, '\0')})
    EXPECT_FALSE(key.verify(algorithm::es256, text, other)) << other.size();
}

TEST(verification_key, reads_public_keys_in_der_and_pem_and_nothing_else) {
  for (const algorithm how : {algorithm::rs256, algorithm::es384, algorithm::es512, algorithm::eddsa}) {
    const testing::token_signer signer(how);
    EXPECT_TRUE(verification_key::from_spki(signer.spki())) << name_of(how);
    EXPECT_TRUE(verification_key::from_spki(signer.pem())) << name_of(how);
    EXPECT_FALSE(verification_key::from_spki(signer.spki() + "x"));
    EXPECT_FALSE(verification_key::from_spki(signer.spki().substr(1)));
  }
  for (const std::string_view none : {"", "0", "0123456789abcdef", "-----BEGIN PUBLIC KEY-----\nAA\n"})
    EXPECT_FALSE(verification_key::from_spki(none)) << none;
  EXPECT_FALSE(verification_key::from_spki(std::string(100'000, '0')));
}

TEST(verification_key, refuses_curves_nobody_signs_tokens_with) {
  // secp256k1, and Ed448
  const std::string k1 = bytes(
      "MFYwEAYHKoZIzj0CAQYFK4EEAAoDQgAEeb5mfvncu6xVoGKVzocLBwKb/NstzijZWfKBWxb4F5hIOtp3JqPEZV2k+/wOEQio/Re0"
      "SKaFVBmcR9CP+xDUuA==");
  EXPECT_FALSE(verification_key::from_spki(k1));
  const std::string ed448 =
      bytes("MEMwBQYDK2VxAzoAX9dEm1m0Yf0s54fsYWrUajbKhpbSjVkgEnwbCnEObSIMEywg/QpIFxU0mpYgaXm2Xmvgz5FYT6GA");
  EXPECT_FALSE(verification_key::from_spki(ed448));
}

TEST(verification_key, says_what_is_wrong_with_a_jwk) {
  const json::object good = testing::token_signer(algorithm::es256).jwk("k");
  const auto why = [](json::value key) {
    const auto read = verification_key::from_jwk(key);
    return read ? "nothing" : read.error().message;
  };
  const auto with = [&good](std::string_view name, json::value value) {
    json::object key = good;
    key[name] = std::move(value);
    return key;
  };
  EXPECT_EQ(why(good), "nothing");
  EXPECT_EQ(why("text"), "JWK must be an object");
  EXPECT_EQ(why(json::object()), "Unsupported \"kty\" (Key Type) Parameter value");
  EXPECT_EQ(why(with("d", "AAAA")), "JWK holds a private key; expected a public one");
  EXPECT_EQ(why(with("crv", "P-257")), "JWK \"crv\" must be P-256, P-384 or P-521");
  EXPECT_EQ(why(with("crv", "P-384")), "JWK \"x\" and \"y\" must have 48 bytes on P-384");
  EXPECT_EQ(why(with("x", 1)), "JWK \"x\" is missing");
  EXPECT_EQ(why(with("x", "*")), "JWK \"x\" is not base64url");
  EXPECT_EQ(why(with("x", "")), "JWK \"x\" has an unexpected length");
  EXPECT_EQ(why(with("x", json::value(std::string(43, 'A')))), "JWK is no valid EC key");  // not on the curve
  EXPECT_EQ(why({{"kty", "OKP"}, {"crv", "X25519"}}), "JWK \"crv\" must be Ed25519");
  EXPECT_EQ(why({{"kty", "OKP"}, {"crv", "Ed25519"}, {"x", "AAAA"}}), "JWK \"x\" must have 32 bytes");
  EXPECT_EQ(why({{"kty", "oct"}}), "JWK \"k\" is missing");
}

TEST(verification_key, refuses_rsa_keys_that_anyone_could_sign_for) {
  json::object key = testing::token_signer(algorithm::rs256).jwk("k");
  key["e"] = "AQ";
  EXPECT_FALSE(verification_key::from_jwk(key));
  key["e"] = "AQAA";
  EXPECT_FALSE(verification_key::from_jwk(key));
  key["e"] = "AQAB";
  key["n"] = base64url_encode("\xc1" + std::string(126, '\x55') + "\x01");  // 1024 bits
  const auto small = verification_key::from_jwk(key).value();
  EXPECT_EQ(small.check(algorithm::ps256).error().message,
            "PS256 requires key modulusLength to be 2048 bits or larger");
  EXPECT_FALSE(small.verify(algorithm::rs256, "text", std::string(128, '\x01')));
  key["n"] = base64url_encode(std::string(2049, '\xff'));
  EXPECT_EQ(verification_key::from_jwk(key).error().message, "JWK \"n\" has an unexpected length");
}

TEST(verification_key, refuses_an_empty_secret) { EXPECT_FALSE(verification_key::from_secret("")); }

}  // namespace
}  // namespace lamina::tokens
