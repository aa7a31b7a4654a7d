#include "lamina/tokens/paseto.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "lamina/base/base64.h"
#include "lamina/testing/token_signer.h"

namespace lamina::tokens {
namespace {

using namespace std::chrono_literals;

const system_time when = std::chrono::sys_days(std::chrono::year(2021) / 6 / 1);
const testing::token_signer signer(algorithm::eddsa);
const verification_key key = verification_key::from_spki(signer.spki()).value();

std::string verify(const std::string& token, const paseto_rules& rules = {}) {
  const result<paseto> said = verify_v4_public(token, key, rules, when);
  return said ? json::serialize(said->claims) + said->footer : said.error().message;
}
// Of a token with these claims: "" when they hold.
std::string check(const json::value& claims, const paseto_rules& rules = {}) {
  const auto said = verify_v4_public(signer.sign_paseto(json::serialize(claims)), key, rules, when);
  return said ? "" : said.error().message;
}

TEST(paseto, verifies_the_published_vectors) {
  std::ifstream file(std::string(LAMINA_SOURCE_DIR) + "/lamina/tokens/testdata/paseto_v4_public.json");
  std::stringstream text;
  text << file.rdbuf();
  const json::value vectors = json::parse(text.str());
  ASSERT_EQ(vectors.as_array().size(), 3u);
  for (const json::value& one : vectors.as_array()) {
    const auto public_key = verification_key::from_spki(base64_decode_leniently(json::find_string(one, "public-key")));
    const std::string token(json::find_string(one, "token"));
    const std::string_view assertion = json::find_string(one, "implicit-assertion");
    const auto said = verify_v4_public(token, public_key.value(), {}, when, assertion);
    ASSERT_TRUE(said) << said.error().message;
    EXPECT_EQ(said->claims, one.at("payload"));
    EXPECT_EQ(said->footer, json::find_string(one, "footer"));
    EXPECT_FALSE(verify_v4_public(token, public_key.value(), {}, when, "another assertion"));
    EXPECT_EQ(verify_v4_public(token, public_key.value(), {}, when + 400 * 24h, assertion).error().message,
              "token is expired");
  }
}

// The examples of the specification (Common.md).
TEST(paseto, encodes_pieces_so_that_they_stay_apart) {
  const auto bytes = [](const char* text, std::size_t size) { return std::string(text, size); };
  EXPECT_EQ(pre_authentication_encoding({}), bytes("\0\0\0\0\0\0\0\0", 8));
  EXPECT_EQ(pre_authentication_encoding({""}), bytes("\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 16));
  EXPECT_EQ(pre_authentication_encoding({"test"}), bytes("\1\0\0\0\0\0\0\0\4\0\0\0\0\0\0\0test", 20));
}

TEST(paseto, notices_every_change) {
  const std::string token = signer.sign_paseto(R"({"sub":"u"})", "footer");
  EXPECT_EQ(verify(token), R"({"sub":"u"}footer)");
  for (std::size_t i = 10; i + 1 < token.size(); ++i) {
    std::string changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(verify_v4_public(changed, key, {}, when)) << i;
  }
  EXPECT_EQ(verify(token.substr(0, token.rfind('.'))), "invalid signature");  // without its footer
}

TEST(paseto, refuses_what_has_another_form) {
  constexpr std::string_view malformed = "token value is not a PASETO formatted value";
  const std::string token = signer.sign_paseto("{}");
  EXPECT_EQ(verify("v4.local." + token.substr(10)), "token is not a v4.public token");
  EXPECT_EQ(verify("v3.public." + token.substr(10)), "token is not a v4.public token");
  EXPECT_EQ(verify(token + "."), malformed);
  EXPECT_EQ(verify(token + ".a.b"), malformed);
  EXPECT_EQ(verify(token + "="), malformed);
  EXPECT_EQ(verify("v4.public."), "invalid signature");
  EXPECT_EQ(verify("v4.public.AAAA"), "invalid signature");
}

TEST(paseto, holds_a_json_object) {
  for (const std::string_view payload : {"", "[]", "nope", "1"})
    EXPECT_EQ(verify(signer.sign_paseto(payload)), "All PASETO payloads MUST be a JSON object") << payload;
}

TEST(paseto, needs_an_ed25519_key) {
  const auto other = verification_key::from_spki(testing::token_signer(algorithm::es256).spki()).value();
  EXPECT_EQ(verify_v4_public(signer.sign_paseto("{}"), other, {}, when).error().message,
            "v4.public verify key must be a public ed25519 key");
}

TEST(paseto, holds_in_its_time) {
  EXPECT_EQ(check({{"nbf", "2021-06-01T00:00:00Z"}, {"exp", "2021-06-01T00:00:01Z"}, {"iat", "2021-06-01T00:00:00Z"}}),
            "");
  EXPECT_EQ(check({{"exp", "2021-06-01T00:00:00Z"}}), "token is expired");
  EXPECT_EQ(check({{"nbf", "2021-06-01T00:00:00.001Z"}}), "token is not active yet");
  EXPECT_EQ(check({{"iat", "2021-06-01T00:00:01Z"}}), "token issued in the future");
  const paseto_rules tolerant{.clock_tolerance = 2s};
  EXPECT_EQ(check({{"exp", "2021-05-31T23:59:59Z"}, {"nbf", "2021-06-01T00:00:02Z"}}, tolerant), "");
  EXPECT_EQ(check({{"exp", 1}}), "payload.exp must be a string");
  EXPECT_EQ(check({{"nbf", "tomorrow"}}), "payload.nbf must be a valid ISO8601 string");
}

TEST(paseto, may_not_be_too_old) {
  const paseto_rules rules{.clock_tolerance = 1s, .max_age = 60s};
  EXPECT_EQ(check(json::object(), rules), "missing iat claim");
  EXPECT_EQ(check({{"iat", "2021-05-31T23:58:59Z"}}, rules), "");
  EXPECT_EQ(check({{"iat", "2021-05-31T23:58:58Z"}}, rules), "maxTokenAge exceeded");
}

TEST(paseto, is_from_and_for_whom_it_should_be) {
  const paseto_rules rules{.audience = "api", .issuer = "me"};
  EXPECT_EQ(check({{"iss", "me"}, {"aud", "api"}}, rules), "");
  EXPECT_EQ(check({{"iss", "you"}, {"aud", "api"}}, rules), "issuer mismatch");
  EXPECT_EQ(check({{"iss", "me"}}, rules), "audience mismatch");
  EXPECT_EQ(check({{"iss", 1}}), "payload.iss must be a string");
  EXPECT_EQ(check({{"sub", json::array()}}), "payload.sub must be a string");
  EXPECT_EQ(check({{"aud", {"api"}}}), "payload.aud must be a string");
}

}  // namespace
}  // namespace lamina::tokens
