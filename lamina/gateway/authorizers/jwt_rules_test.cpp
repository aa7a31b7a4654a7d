#include "lamina/gateway/authorizers/jwt_rules.h"

#include <gtest/gtest.h>

namespace lamina::gateway {
namespace {

using verdict = authorization::verdict;

const system_time now{std::chrono::seconds(1'718'722'804)};

std::string refusal_of(std::string_view claims, const jwt_rules& rules) {
  const auto refused = check_claims(json::parse(claims), rules, now);
  return refused ? std::string(refused->description) : "";
}

// A good token's claims, with some of them replaced.
std::string with(std::string_view more) {
  json::value all = json::parse(R"({"iss":"https://issuer","aud":"a1","exp":1718722805,"nbf":1718722804,
                                    "iat":1718722804,"scope":"read write"})");
  const json::value changes = json::parse(more);
  for (const auto& [key, value] : changes.get_object()) {
    if (value.is_null())
      all.get_object().erase(key);
    else
      all.get_object()[key] = value;
  }
  return json::serialize(all);
}

const jwt_rules http{.issuer = "https://issuer", .audience = {"a1", "a2"}};
const jwt_rules scoped{.issuer = "https://issuer", .audience = {"a1"}, .scopes = {"admin", "read"}};
const jwt_rules pool{.flavour = jwt_flavour::user_pool, .issuer = "https://issuer"};
const jwt_rules scoped_pool{.flavour = jwt_flavour::user_pool, .issuer = "https://issuer", .scopes = {"read"}};

TEST(jwt_rules, let_a_good_token_pass) {
  EXPECT_EQ(refusal_of(with("{}"), http), "");
  EXPECT_EQ(refusal_of(with(R"({"nbf":null,"iat":null})"), http), "");
  EXPECT_EQ(refusal_of(with("{}"), scoped), "");
}

TEST(jwt_rules, want_the_issuer_to_the_letter) {
  for (const char* issuer : {R"({"iss":"https://issuer/"})", R"({"iss":null})", R"({"iss":["https://issuer"]})"})
    EXPECT_EQ(refusal_of(with(issuer), http), "issuer does not match") << issuer;
  EXPECT_EQ(refusal_of(with(R"({"iss":""})"), jwt_rules{.audience = {"a1"}}), "issuer does not match");
}

TEST(jwt_rules, want_an_audience_and_the_client_only_without_one) {
  EXPECT_EQ(refusal_of(with(R"({"aud":["x","a2"]})"), http), "");
  EXPECT_EQ(refusal_of(with(R"({"aud":null,"client_id":"a1"})"), http), "");
  for (const char* other : {R"({"aud":"x","client_id":"a1"})", R"({"aud":["x"]})", R"({"aud":[]})", R"({"aud":null})",
                            R"({"aud":7})", R"({"aud":null,"client_id":"x"})"})
    EXPECT_EQ(refusal_of(with(other), http), "the token does not have a valid audience") << other;
}

TEST(jwt_rules, want_the_right_time) {
  EXPECT_EQ(refusal_of(with(R"({"exp":1718722804})"), http), "the token has expired");
  EXPECT_EQ(refusal_of(with(R"({"exp":-1e300})"), http), "the token has expired");
  EXPECT_EQ(refusal_of(with(R"({"exp":1e300})"), http), "");
  EXPECT_EQ(refusal_of(with(R"({"exp":null})"), http), "the token has no expiry");
  EXPECT_EQ(refusal_of(with(R"({"exp":"1718722805"})"), http), "the token has no expiry");
  EXPECT_EQ(refusal_of(with(R"({"nbf":1718722805})"), http), "the token is not valid yet");
  EXPECT_EQ(refusal_of(with(R"({"iat":1718722805})"), http), "the token was issued in the future");
  EXPECT_TRUE(check_claims(json::parse(with(R"({"exp":1})")), http, now)->has_expired);
}

TEST(jwt_rules, want_one_of_the_scopes) {
  for (const char* good : {R"({"scope":"a read"})", R"({"scope":["admin"]})", R"({"scope":null,"scp":["read"]})",
                           R"({"scope":"x","scp":"admin x"})"})
    EXPECT_EQ(refusal_of(with(good), scoped), "") << good;
  for (const char* bad : {R"({"scope":"write"})", R"({"scope":null})", R"({"scope":"reader rea"})", R"({"scope":[1]})"})
    EXPECT_EQ(check_claims(json::parse(with(bad)), scoped, now)->what, verdict::insufficient_scope) << bad;
}

TEST(jwt_rules, a_pool_wants_id_tokens_or_with_scopes_access_tokens) {
  EXPECT_EQ(refusal_of(with(R"({"token_use":"id","aud":"any"})"), pool), "");
  EXPECT_EQ(refusal_of(with(R"({"token_use":"access"})"), pool), "expected an ID token");
  EXPECT_EQ(refusal_of(with("{}"), pool), "expected an ID token");
  EXPECT_EQ(refusal_of(with(R"({"token_use":"access"})"), scoped_pool), "");
  EXPECT_EQ(refusal_of(with(R"({"token_use":"id"})"), scoped_pool), "expected an access token");
  EXPECT_EQ(refusal_of(with(R"({"token_use":"access","scope":"x"})"), scoped_pool), "the token has none of the scopes");
}

TEST(jwt_context, has_claims_as_strings_and_the_scopes) {
  const auto claims = json::parse(R"({"sub":"me","exp":1718722804,"ok":true,"cognito:groups":["a","b"],"n":0.5,
                                      "o":{"k":1},"scope":"read write"})");
  EXPECT_EQ(context_of_claims(claims, http),
            R"({"claims":{"sub":"me","exp":"1718722804","ok":"true","cognito:groups":"[a b]","n":"0.5",)"
            R"("o":"{\"k\":1}","scope":"read write"},"scopes":null})");
  EXPECT_NE(context_of_claims(claims, scoped).find(R"("scopes":["read"])"), std::string::npos);
}

TEST(jwt_context, of_a_pool_has_dates) {
  const auto claims = json::parse(R"({"sub":"me","exp":1718722804,"iat":1,"auth_time":1718722804,
                                      "cognito:groups":["a","b"]})");
  EXPECT_EQ(context_of_claims(claims, pool),
            R"("claims":{"sub":"me","exp":"Tue Jun 18 15:00:04 UTC 2024","iat":"Thu Jan 01 00:00:01 UTC 1970",)"
            R"("auth_time":"1718722804","cognito:groups":"a,b"})");
}

TEST(bearer_challenge, says_what_is_wrong) {
  EXPECT_EQ(bearer_challenge({}, {}), "Bearer");
  EXPECT_EQ(bearer_challenge({verdict::unauthorized, "the token has expired"}, {"read"}),
            R"(Bearer scope="" error="invalid_token" error_description="the token has expired")");
  EXPECT_EQ(bearer_challenge({verdict::insufficient_scope, "no"}, {"read", "write"}),
            R"(Bearer scope="read write" error="insufficient_scope" error_description="no")");
}

TEST(expiry_of, is_the_exp_of_a_token) {
  EXPECT_EQ(expiry_of(json::parse(R"({"exp":1718722804})")), now);
  EXPECT_GT(expiry_of(json::parse(R"({"exp":1e300})")), now);
  EXPECT_EQ(expiry_of(json::parse("{}")), system_time());
}

}  // namespace
}  // namespace lamina::gateway
