#include "lamina/tokens/jws.h"

#include <gtest/gtest.h>

#include <array>

#include "lamina/base/base64.h"
#include "lamina/testing/token_signer.h"

namespace lamina::tokens {
namespace {

const testing::token_signer signer(algorithm::hs256);
const verification_key key = verification_key::from_secret(signer.secret()).value();
constexpr std::array allowed = {algorithm::hs256};

// The payload, or why there is none.
std::string verify(std::string_view token, std::span<const algorithm> among = allowed) {
  const result<std::string> said = verify_jws(token, key, among);
  return said ? *said : said.error().message;
}

TEST(jws, gives_the_payload_of_a_token_that_is_signed) {
  EXPECT_EQ(verify(signer.sign_text("any bytes \xff")), "any bytes \xff");
  EXPECT_EQ(verify(signer.sign_text("")), "");
}

// RFC 7515, appendix A.1.
TEST(jws, verifies_the_example_of_the_rfc) {
  const auto example = verification_key::from_jwk(
      {{"kty", "oct"},
       {"k", "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"}});
  const auto payload = verify_jws(
      "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9."
      "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNv"
      "bS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
      example.value(), allowed);
  EXPECT_EQ(payload.value(), "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}");
}

TEST(jws, is_three_parts) {
  for (const std::string_view token : {"", "a", "a.b", "a.b.c.d", "...", "a.b.c.d.e"})
    EXPECT_EQ(verify(token), "Invalid Compact JWS") << token;
}

TEST(jws, needs_a_header_that_is_a_json_object) {
  for (const std::string& header :
       {std::string(), std::string("*"), std::string("AAA="), base64url_encode("nope"), base64url_encode("[]"),
        base64url_encode("{\"alg\":\"HS256\"} "
                         "x")})
    EXPECT_EQ(verify(header + ".e30.AAAA"), "JWS Protected Header is invalid") << header;
}

TEST(jws, is_signed_by_an_allowed_algorithm_only) {
  constexpr std::string_view refused = "\"alg\" (Algorithm) Header Parameter value not allowed";
  EXPECT_EQ(verify(signer.sign(json::object()), std::array{algorithm::hs384, algorithm::rs256}), refused);
  EXPECT_EQ(verify(signer.sign(json::object(), {{"alg", "none"}})), refused);
  EXPECT_EQ(verify(base64url_encode(R"({"alg":"none"})") + ".e30."), refused);
  for (const json::value& alg : {json::value(), json::value(""), json::value(256)})
    EXPECT_EQ(verify(signer.sign(json::object(), {{"alg", alg}})),
              "JWS \"alg\" (Algorithm) Header Parameter missing or invalid");
}

TEST(jws, refuses_a_public_key_that_poses_as_a_secret) {
  const testing::token_signer pair(algorithm::es256);
  const auto public_key = verification_key::from_spki(pair.pem()).value();
  const auto said = verify_jws(signer.sign(json::object()), public_key, allowed);
  EXPECT_EQ(said.error().message, "an EC key on P-256 cannot verify HS256");
}

TEST(jws, refuses_extensions_it_does_not_know) {
  const auto with = [](json::value crit, json::object more = {}) {
    more["crit"] = std::move(crit);
    return verify(signer.sign_text("payload", more));
  };
  EXPECT_EQ(with(json::array{"x"}), "Extension Header Parameter \"x\" is not recognized");
  EXPECT_EQ(with(json::array{"b64"}), "Extension Header Parameter \"b64\" is missing");
  EXPECT_EQ(with(json::array{"b64"}, {{"b64", 1}}),
            "The \"b64\" (base64url-encode payload) Header Parameter must be a boolean");
  EXPECT_EQ(with(json::array{"b64"}, {{"b64", true}}), "payload");
  EXPECT_EQ(with(json::array{"b64"}, {{"b64", false}}), "JWTs MUST NOT use unencoded payload");
  for (const json::value& crit : {json::value(json::array()), json::value("b64"), json::value(json::array{1})})
    EXPECT_EQ(with(crit), "\"crit\" (Critical) Header Parameter MUST be an array of non-empty strings when present");
}

TEST(jws, reads_base64url_strictly) {
  const std::string token = signer.sign_text("payload!");
  EXPECT_EQ(verify(token + "="), "Failed to base64url decode the signature");
  EXPECT_EQ(verify(token + " "), "Failed to base64url decode the signature");
  EXPECT_EQ(verify(token + "A"), "signature verification failed");
  EXPECT_EQ(verify(token.substr(0, token.rfind('.') + 1)), "signature verification failed");
}

TEST(jws, notices_every_changed_character) {
  const std::string token = signer.sign_text(R"({"sub":"user"})");
  for (std::size_t i = 0; i + 1 < token.size(); ++i) {  // the last one holds bits that mean nothing
    std::string changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(verify_jws(changed, key, allowed)) << i;
  }
}

TEST(jws, shows_the_header_to_whoever_looks_for_the_key) {
  EXPECT_EQ(decode_protected_header(signer.sign(json::object(), {{"kid", "k1"}})).value().at("kid"), "k1");
  for (const std::string_view token : {"", "abc", ".e30.", "a.b.c"})
    EXPECT_EQ(decode_protected_header(token).error().message, "Invalid Token or Protected Header formatting") << token;
}

}  // namespace
}  // namespace lamina::tokens
