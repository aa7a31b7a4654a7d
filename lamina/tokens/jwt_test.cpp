#include "lamina/tokens/jwt.h"

#include <gtest/gtest.h>

#include <array>

#include "lamina/testing/token_signer.h"

namespace lamina::tokens {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t now = 1'700'000'000;
const system_time when = std::chrono::sys_seconds(std::chrono::seconds(now)) + 900ms;

// "" when the claims fulfil the rules, else what is wrong.
std::string check(const json::value& claims, const claim_rules& rules = {}) {
  const result<void> said = check_claims(claims, rules, when);
  return said ? "" : said.error().message;
}

TEST(jwt, asks_nothing_of_claims_that_are_not_there) { EXPECT_EQ(check(json::object()), ""); }

TEST(jwt, holds_from_nbf_until_exp) {
  EXPECT_EQ(check({{"nbf", now}, {"exp", now + 1}}), "");
  EXPECT_EQ(check({{"nbf", now + 1}}), "\"nbf\" claim timestamp check failed");
  EXPECT_EQ(check({{"exp", now}}), "\"exp\" claim timestamp check failed");
  EXPECT_EQ(check({{"exp", now + 0.5}}), "");
  const claim_rules tolerant{.clock_tolerance = 2s};
  EXPECT_EQ(check({{"nbf", now + 2}, {"exp", now - 1}}, tolerant), "");
  EXPECT_EQ(check({{"nbf", now + 3}}, tolerant), "\"nbf\" claim timestamp check failed");
  EXPECT_EQ(check({{"exp", now - 2}}, tolerant), "\"exp\" claim timestamp check failed");
}

TEST(jwt, has_numbers_as_times) {
  for (const std::string claim : {"iat", "nbf", "exp"})
    for (const json::value& value : {json::value("1"), json::value(), json::value(true), json::value(json::array())})
      EXPECT_EQ(check(json::object{{claim, value}}), "\"" + claim + "\" claim must be a number");
  EXPECT_EQ(check({{"exp", 1e300}}), "");
}

TEST(jwt, is_from_an_issuer_that_is_trusted) {
  const claim_rules rules{.issuer = std::vector<std::string>{"a", "b"}};
  EXPECT_EQ(check({{"iss", "b"}}, rules), "");
  EXPECT_EQ(check({{"iss", "c"}}, rules), "unexpected \"iss\" claim value");
  EXPECT_EQ(check({{"iss", {"a"}}}, rules), "unexpected \"iss\" claim value");
  EXPECT_EQ(check(json::object(), rules), "missing required \"iss\" claim");
}

TEST(jwt, is_meant_for_one_of_the_audiences) {
  const claim_rules rules{.audience = std::vector<std::string>{"x", "api"}};
  EXPECT_EQ(check({{"aud", "api"}}, rules), "");
  EXPECT_EQ(check({{"aud", {"y", 1, "x"}}}, rules), "");
  EXPECT_EQ(check({{"aud", "other"}}, rules), "unexpected \"aud\" claim value");
  EXPECT_EQ(check({{"aud", json::array()}}, rules), "unexpected \"aud\" claim value");
  EXPECT_EQ(check({{"aud", 1}}, rules), "unexpected \"aud\" claim value");
  EXPECT_EQ(check(json::object(), rules), "missing required \"aud\" claim");
  EXPECT_EQ(check({{"aud", ""}}, {.audience = std::vector<std::string>()}), "unexpected \"aud\" claim value");
}

TEST(jwt, must_expire_when_that_is_asked) {
  EXPECT_EQ(check(json::object(), {.require_exp = true}), "missing required \"exp\" claim");
  EXPECT_EQ(check({{"exp", now + 10}}, {.require_exp = true}), "");
}

TEST(jwt, may_not_be_too_old) {
  const claim_rules rules{.max_age = 60s};
  EXPECT_EQ(check(json::object(), rules), "missing required \"iat\" claim");
  EXPECT_EQ(check({{"iat", now - 60}}, rules), "");
  EXPECT_EQ(check({{"iat", now - 61}}, rules), "\"iat\" claim timestamp check failed (too far in the past)");
  EXPECT_EQ(check({{"iat", now + 1}}, rules), "\"iat\" claim timestamp check failed (it should be in the past)");
  EXPECT_EQ(check({{"iat", now + 1}}), "");
  const claim_rules tolerant{.clock_tolerance = 5s, .max_age = 60s};
  EXPECT_EQ(check({{"iat", now - 65}}, tolerant), "");
  EXPECT_EQ(check({{"iat", now + 5}}, tolerant), "");
}

TEST(jwt, names_the_first_thing_that_is_wrong_as_jose_does) {
  const claim_rules all{.audience = std::vector<std::string>{"a"},
                        .issuer = std::vector<std::string>{"i"},
                        .require_exp = true,
                        .max_age = 1s};
  EXPECT_EQ(check(json::object(), all), "missing required \"iss\" claim");
  EXPECT_EQ(check({{"iss", "x"}}, all), "missing required \"aud\" claim");
  EXPECT_EQ(check({{"iss", "x"}, {"aud", "x"}, {"iat", 1}}, all), "missing required \"exp\" claim");
  EXPECT_EQ(check({{"iss", "x"}, {"aud", "x"}, {"iat", "x"}, {"exp", 1}}, all), "unexpected \"iss\" claim value");
  EXPECT_EQ(check({{"iss", "i"}, {"aud", "a"}, {"iat", "x"}, {"exp", 1}}, all), "\"iat\" claim must be a number");
}

TEST(jwt, is_verified_as_a_whole) {
  const testing::token_signer signer(algorithm::eddsa);
  const auto key = verification_key::from_spki(signer.spki()).value();
  constexpr std::array allowed = {algorithm::eddsa};
  const auto verify = [&](const std::string& token) {
    const auto said = verify_jwt(token, key, allowed, {}, when);
    return said ? json::serialize(*said) : said.error().message;
  };
  EXPECT_EQ(verify(signer.sign({{"sub", "é"}, {"exp", now + 1}})), R"({"sub":"é","exp":1700000001})");
  EXPECT_EQ(verify(signer.sign({{"exp", now - 1}})), "\"exp\" claim timestamp check failed");
  for (const std::string_view payload : {"", "nope", "[]", "\"text\"", "{\"a\":\"\xff\"}"})
    EXPECT_EQ(verify(signer.sign_text(payload)), "JWT Claims Set must be a top-level JSON object") << payload;
  EXPECT_EQ(verify(testing::token_signer(algorithm::eddsa).sign(json::object())), "signature verification failed");
}

TEST(jwt, shows_its_claims_to_whoever_looks_for_the_issuer) {
  const testing::token_signer signer(algorithm::hs256);
  EXPECT_EQ(decode_claims(signer.sign({{"iss", "me"}})).value().at("iss"), "me");
  const auto why = [](std::string_view token) { return decode_claims(token).error().message; };
  EXPECT_EQ(why("a.b"), "Invalid JWT");
  EXPECT_EQ(why("a..c"), "JWTs must contain a payload");
  EXPECT_EQ(why("a.b.c.d.e"), "Only JWTs using Compact JWS serialization can be decoded");
  EXPECT_EQ(why("a.bm9wZQ.c"), "Failed to parse the decoded payload as JSON");
}

}  // namespace
}  // namespace lamina::tokens
