#include "lamina/middlewares/http_jwt/http_jwt.h"

#include <gtest/gtest.h>

#include "lamina/engine/engine.h"
#include "lamina/http/server.h"
#include "lamina/middlewares/registry.h"
#include "lamina/net/event_loop.h"
#include "lamina/testing/manual_scheduler.h"
#include "lamina/testing/token_signer.h"

namespace lamina {
namespace {

using namespace std::chrono_literals;
using testing::token_signer;
using tokens::algorithm;

json::value bearer(const std::string& token) { return {{"headers", {{"Authorization", "Bearer " + token}}}}; }

// An event through a chain on `loop`: the claims as the context has them, or "401 reason".
std::string run(http_jwt subject, json::value event, scheduler& loop, json::object internal = {}) {
  plugin made;
  made.internal = std::move(internal);
  context about(loop);
  const engine chain = engine([](const json::value&, context& c) -> json::value { return c.document; }, std::move(made))
                           .use(std::move(subject));
  const outcome said = chain(std::move(event), about);
  if (said) return json::serialize(**said);
  const json::value* const data = said.error().cause ? json::find(*said.error().cause, "data") : nullptr;
  return std::to_string(said.error().status_code) + " " +
         (data ? std::string(data->as_string()) : said.error().message);
}

// The message of what a constructor throws.
std::string setup_error(const char* options) {
  try {
    http_jwt::from_json(json::parse(options).as_object());
  } catch (const error& refused) {
    return refused.name + ": " + refused.message;
  }
  return "";
}

struct internal_key {
  testing::manual_scheduler loop;
  http_jwt_options options{.internal_key = "key", .algorithm = {{"HS256"}}, .set_to_context = true};
  token_signer signer{algorithm::hs256};

  std::string run(const std::string& token) {
    return lamina::run(http_jwt(options), bearer(token), loop, {{"key", signer.secret()}});
  }
};

TEST(http_jwt, leaves_the_claims_of_a_valid_token) {
  internal_key test;
  EXPECT_EQ(test.run(test.signer.sign({{"sub", "u"}})), R"({"jwt":{"sub":"u"}})");
  test.options.payload_key = "claims";
  EXPECT_EQ(test.run(test.signer.sign({{"sub", "u"}})), R"({"claims":{"sub":"u"}})");
}

TEST(http_jwt, refuses_everything_else_with_401_and_the_reason) {
  internal_key test;
  EXPECT_EQ(test.run("a.b.c"), "401 JWS Protected Header is invalid");
  EXPECT_EQ(test.run(token_signer(algorithm::hs384).sign(json::object())),
            "401 \"alg\" (Algorithm) Header Parameter value not allowed");
  EXPECT_EQ(run(http_jwt(test.options), json::object(), test.loop), "401 No token found in configured sources");
  test.options.audience = {"api"};
  EXPECT_EQ(test.run(test.signer.sign({{"aud", "other"}})), "401 unexpected \"aud\" claim value");
}

TEST(http_jwt, looks_at_the_clock_of_the_loop) {
  internal_key test;
  const auto now = std::chrono::floor<std::chrono::seconds>(test.loop.wall_clock().time_since_epoch()).count();
  const std::string token = test.signer.sign({{"exp", now + 10}, {"iat", now}});
  EXPECT_TRUE(test.run(token).starts_with("{"));
  test.loop.advance(10s);
  EXPECT_EQ(test.run(token), "401 \"exp\" claim timestamp check failed");
  test.options.clock_tolerance = 1s;
  EXPECT_TRUE(test.run(token).starts_with("{"));
  test.options.max_token_age = 5s;
  EXPECT_EQ(test.run(token), "401 \"iat\" claim timestamp check failed (too far in the past)");
}

TEST(http_jwt, answers_500_when_the_key_is_not_what_it_should_be) {
  internal_key test;
  const json::value event = bearer(test.signer.sign(json::object()));
  EXPECT_EQ(run(http_jwt(test.options), event, test.loop), "500 internalKey 'key' resolved to undefined");
  EXPECT_TRUE(run(http_jwt(test.options), event, test.loop, {{"key", 5}}).starts_with("500 internalKey 'key' holds"));
  test.options.algorithm = {"RS256"};
  EXPECT_TRUE(run(http_jwt(test.options), event, test.loop, {{"key", "secret"}}).starts_with("500 "));
}

// Whoever knows the public key could sign such tokens.
TEST(http_jwt, does_not_take_a_public_key_for_a_secret) {
  internal_key test;
  const token_signer pair(algorithm::rs256);
  const json::value event = bearer(test.signer.sign(json::object()));
  EXPECT_EQ(run(http_jwt(test.options), event, test.loop, {{"key", pair.pem()}}), "401 an RSA key cannot verify HS256");
}

TEST(http_jwt, finds_its_key_deep_in_what_others_fetched) {
  internal_key test;
  test.options.internal_key = "secrets.jwt.key";
  const json::object internal{{"secrets", {{"jwt", {{"key", test.signer.secret()}}}}}};
  EXPECT_EQ(run(http_jwt(test.options), bearer(test.signer.sign({{"a", 1}})), test.loop, internal),
            R"({"jwt":{"a":1}})");
}

TEST(http_jwt, says_at_once_what_is_wrong_with_its_options) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({})", "TypeError: No key source configured: set internalKey or issuers"},
      {R"({"algorithm":[]})", "TypeError: No key source configured: set internalKey or issuers"},
      {R"({"internalKey":"k","issuers":{}})", "TypeError: Set exactly one of internalKey, issuers"},
      {R"({"internalKey":"k"})", "TypeError: algorithm is required when using internalKey"},
      {R"({"issuers":{}})", "TypeError: algorithm is required when using issuers"},
      {R"({"internalKey":"k","algorithm":[]})", "TypeError: algorithm list is empty (options.algorithm)"},
      {R"({"internalKey":"k","algorithm":"none"})", "TypeError: algorithm 'none' is not allowed (options.algorithm)"},
      {R"({"internalKey":"k","algorithm":"HS1"})",
       "TypeError: algorithm 'HS1' is not known (options.algorithm); expected HS, RS, PS or ES with 256, 384 or 512, "
       "or "
       "EdDSA"},
      {R"({"algorithm":"RS256","issuers":{"a":{}}})", "TypeError: Missing required option 'issuers.a.jwksUri'"},
      {R"({"algorithm":"RS256","issuers":{"a":{"jwksUri":"https://h/","x":1}}})",
       "TypeError: Unknown option 'issuers.a.x'"},
      {R"({"algorithm":"RS256","issuers":{"a":{"jwksUri":"https://h/","algorithm":"none"}}})",
       "TypeError: algorithm 'none' is not allowed (issuers['a'].algorithm)"},
      {R"({"internalKey":"k","algorithm":"HS256","maxTokenAge":"soon"})",
       "TypeError: Option 'maxTokenAge' must be seconds or a phrase such as '1 hour'"},
      {R"({"internalKey":"k","algorithm":"HS256","clockTolerance":-1})",
       "TypeError: Option 'clockTolerance' must be >= 0"},
      {R"({"internalKey":"k","algorithm":"HS256","secret":"x"})", "TypeError: Unknown option 'secret'"}};
  for (const auto& [options, message] : cases) EXPECT_EQ(setup_error(options), message) << options;
  EXPECT_TRUE(setup_error(R"({"algorithm":"RS256","issuers":{"a":{"jwksUri":"here"}}})")
                  .starts_with("TypeError: issuers['a'].jwksUri: "));
}

TEST(http_jwt, reads_options_as_middy_spells_them) {
  const auto options = http_jwt::read_options(
      json::parse(R"({"issuers":{"i":{"jwksUri":"https://h/jwks","audience":"api","algorithm":["RS256","ES256"]}},
                      "algorithm":"RS256","tokenCookieName":"c","tokenHeaderName":"h","tokenQueryStringName":"q",
                      "audience":["a","b"],"issuer":"i","clockTolerance":1.5,"requireExp":true,"maxTokenAge":"2 hours",
                      "payloadKey":"p","setToContext":true,"cacheExpiry":1000,"cooldownDuration":2000,
                      "jwksTimeoutMs":100,"disablePrefetch":true})")
          .as_object());
  EXPECT_EQ(options.issuers->at("i").audience, std::vector<std::string>{"api"});
  EXPECT_EQ(options.issuers->at("i").algorithm->size(), 2u);
  EXPECT_EQ(options.audience->size(), 2u);
  EXPECT_EQ(options.clock_tolerance, 1500ms);
  EXPECT_EQ(options.max_token_age, 2h);
  EXPECT_EQ(options.cache_expiry, 1s);
  EXPECT_EQ(options.cooldown_duration, 2s);
  EXPECT_EQ(options.jwks_timeout, 100ms);
  EXPECT_TRUE(options.require_exp && options.set_to_context && options.disable_prefetch);
  EXPECT_EQ(http_jwt::read_options({{"maxTokenAge", 90}}).max_token_age, 90s);
}

// An issuer on this machine that publishes its keys.
struct issuer {
  issuer() { EXPECT_TRUE(server.listen()); }

  http_jwt_options options() {
    http_jwt_options made{.algorithm = {{"ES256"}}, .set_to_context = true, .cooldown_duration = 0s};
    const std::string uri = "http://127.0.0.1:" + std::to_string(server.port()) + "/jwks.json";
    made.issuers.emplace()["me"] = {.jwks_uri = uri, .audience = {{"api"}}};
    return made;
  }
  void publish(json::array keys) { document = json::serialize(json::object{{"keys", std::move(keys)}}); }
  std::string run(http_jwt subject, const std::string& token) {
    return lamina::run(std::move(subject), bearer(token), loop);
  }
  static json::value claims() { return {{"iss", "me"}, {"aud", "api"}}; }

  net::event_loop loop;
  std::string document = "{}";
  int status = 200;
  int requests = 0;
  http::server server{loop, {}, [this](const http::request&, http::exchange open) {
                        ++requests;
                        open.answer({.status = status, .body = document});
                      }};
};

TEST(http_jwt, verifies_with_the_keys_that_the_issuer_publishes) {
  issuer me;
  const token_signer signer;
  me.publish({signer.jwk("k1")});
  const http_jwt subject(me.options());
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(me.run(subject, signer.sign(me.claims(), {{"kid", "k1"}})), R"({"jwt":{"iss":"me","aud":"api"}})");
  EXPECT_EQ(me.requests, 1);
  EXPECT_EQ(me.run(subject, token_signer().sign(me.claims(), {{"kid", "k1"}})), "401 signature verification failed");
  EXPECT_EQ(me.run(subject, signer.sign({{"iss", "me"}, {"aud", "x"}}, {{"kid", "k1"}})),
            "401 unexpected \"aud\" claim value");
  EXPECT_EQ(me.run(subject, signer.sign({{"iss", "you"}}, {{"kid", "k1"}})), "401 Unknown issuer");
  EXPECT_EQ(me.run(subject, signer.sign(json::object(), {{"kid", "k1"}})), "401 Unknown issuer");
  EXPECT_EQ(me.run(subject, "abc"), "401 Malformed token: Invalid Token or Protected Header formatting");
}

TEST(http_jwt, follows_the_issuer_when_it_rotates_its_keys) {
  issuer me;
  const token_signer before, after;
  me.publish({before.jwk("k1")});
  const http_jwt subject(me.options());
  EXPECT_TRUE(me.run(subject, before.sign(me.claims(), {{"kid", "k1"}})).starts_with("{"));
  me.publish({after.jwk("k2")});
  EXPECT_TRUE(me.run(subject, after.sign(me.claims(), {{"kid", "k2"}})).starts_with("{"));
  EXPECT_EQ(me.run(subject, before.sign(me.claims(), {{"kid", "k1"}})), "401 No key in JWKS with kid 'k1'");
  EXPECT_EQ(me.run(subject, before.sign(me.claims())), "401 No key in JWKS with kid 'undefined'");
}

TEST(http_jwt, loads_keys_before_the_first_request) {
  issuer me;
  const token_signer signer;
  me.publish({signer.jwk("k1")});
  const engine chain = engine().use(http_jwt(me.options()));
  chain.prefetch(me.loop);
  me.loop.run_until([&] { return me.requests == 1; });
  http_jwt_options lazy = me.options();
  lazy.disable_prefetch = true;
  engine().use(http_jwt(lazy)).prefetch(me.loop);
  EXPECT_EQ(me.requests, 1);
}

TEST(http_jwt, uses_a_published_key_for_its_own_algorithm_only) {
  issuer me;
  const token_signer curve, rsa(algorithm::rs256);
  const auto verify = [&](json::object key, const token_signer& signer, std::vector<std::string> allowed) {
    me.publish({std::move(key)});
    http_jwt_options options = me.options();
    options.algorithm = std::move(allowed);
    return me.run(http_jwt(options), signer.sign(me.claims(), {{"kid", "k"}}));
  };
  json::object named = curve.jwk("k");
  named["alg"] = "ES256";
  EXPECT_TRUE(verify(named, curve, {"RS256", "ES256"}).starts_with("{"));
  EXPECT_EQ(verify(named, curve, {"RS256"}), "401 JWK alg 'ES256' not in configured allowlist");
  EXPECT_EQ(verify(curve.jwk("k"), curve, {"RS256", "ES256"}),
            "401 JWK omits 'alg' and multiple algorithms configured; cannot disambiguate");
  EXPECT_EQ(verify(named, rsa, {"RS256", "ES256"}), "401 \"alg\" (Algorithm) Header Parameter value not allowed");
  EXPECT_EQ(verify(rsa.jwk("k"), curve, {"ES256"}), "401 an RSA key cannot verify ES256");
  named["x"] = "AAAA";
  EXPECT_TRUE(verify(named, curve, {"ES256"}).starts_with("401 JWK import failed: "));
}

TEST(http_jwt, refuses_tokens_while_keys_cannot_be_had) {
  issuer me;
  const std::string token = token_signer().sign(me.claims(), {{"kid", "k1"}});
  me.status = 503;
  EXPECT_EQ(me.run(http_jwt(me.options()), token), "401 JWKS fetch failed: JWKS fetch failed: HTTP 503");
  me.status = 200;
  EXPECT_EQ(me.run(http_jwt(me.options()), token), "401 JWKS fetch failed: Invalid JWKS document: missing keys array");
  http_jwt_options nowhere = me.options();
  nowhere.issuers->at("me").jwks_uri = "http://127.0.0.1:1/";
  EXPECT_TRUE(me.run(http_jwt(nowhere), token).starts_with("401 JWKS fetch failed: http://127.0.0.1:1: "));
}

TEST(http_jwt, is_in_the_registry) {
  const middleware made = standard_middlewares().make("http-jwt", {{"internalKey", "k"}, {"algorithm", "HS256"}});
  EXPECT_TRUE(made.before());
  EXPECT_FALSE(made.after());
}

}  // namespace
}  // namespace lamina
