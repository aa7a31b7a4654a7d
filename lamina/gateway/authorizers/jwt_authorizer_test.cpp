#include "lamina/gateway/authorizers/jwt_authorizer.h"

#include <gtest/gtest.h>

#include "lamina/gateway/authorizers/issuer_keys.h"
#include "lamina/gateway/internal/issuer_server.h"
#include "lamina/gateway/internal/shown_request.h"
#include "lamina/testing/token_signer.h"

namespace lamina::gateway {
namespace {

using namespace std::chrono_literals;
using verdict = authorization::verdict;
using internal::shown_request;
using lamina::testing::token_signer;
using tokens::algorithm;

// An issuer on loopback, with a key made for the test.
class jwt_authorizer_test : public ::testing::Test {
 protected:
  jwt_authorizer_test() {
    rules = {.issuer = issuer.url(), .audience = {"shop"}};
    issuer.publish(signer.jwk("k1"));
  }
  void make(jwt_authorizer_options options = {}) {
    options.name = "users";
    options.rules = rules;
    options.sources = *identity_sources::compile({"$request.header.Authorization"});
    auto made =
        jwt_authorizer::make(std::move(options), keys_of_issuer(issuer.url(), {}, {.cooldown = 0ms}), issuer.loop, log);
    ASSERT_TRUE(made) << made.error().message;
    guard = *std::move(made);
  }
  json::object claims(std::chrono::seconds life = 1h) const {
    const auto now = std::chrono::duration_cast<std::chrono::seconds>(issuer.loop.wall_clock().time_since_epoch());
    return {{"iss", rules.issuer}, {"aud", "shop"}, {"sub", "me"}, {"exp", (now + life).count()}};
  }
  // Decided, at once or after asking; `waited` says which.
  authorization send(std::string_view value) {
    if (!guard) make();
    shown_request request{{{"authorization", value}}};
    authorization said;
    waited = !guard->decide(request, said);
    if (waited) {
      bool done = false;
      guard->ask(request, [&](authorization got) {
        said = std::move(got);
        done = true;
      });
      EXPECT_FALSE(done);
      issuer.loop.run_until([&] { return done; });
    }
    EXPECT_EQ(said.granted != nullptr, said.is_allowed());
    return said;
  }
  std::string signed_by_k1(const json::object& with) const { return signer.sign(with, {{"kid", "k1"}}); }
  std::string challenge(std::string_view value) { return send(value).www_authenticate; }
  static std::string invalid(std::string_view why) {
    return R"(Bearer scope="" error="invalid_token" error_description=")" + std::string(why) + "\"";
  }

  std::string logged;
  logger log{log_level::debug, [this](std::string_view line) { logged += line; }};
  internal::issuer_server issuer;
  static inline const token_signer signer{algorithm::rs256};  // RSA keys take their time
  jwt_rules rules;
  std::unique_ptr<jwt_authorizer> guard;
  bool waited = false;
};

TEST_F(jwt_authorizer_test, a_good_token_passes_bare_and_as_bearer_and_is_kept) {
  const std::string token = signed_by_k1(claims());
  authorization said = send("Bearer " + token);
  ASSERT_EQ(said.what, verdict::allowed) << said.www_authenticate << logged;
  EXPECT_TRUE(waited);
  EXPECT_EQ(said.log, "miss");
  EXPECT_EQ(said.granted->from, grant::source::jwt);
  EXPECT_EQ(said.granted->principal_id, "me");
  EXPECT_EQ(json::parse(said.granted->context).at("claims").at("aud"), "shop");
  issuer.withdraw_all();
  for (const std::string& value : {token, "bearer " + token}) {
    said = send(value);
    EXPECT_EQ(said.what, verdict::allowed);
    EXPECT_EQ(said.log, "hit");
    EXPECT_FALSE(waited);
  }
  EXPECT_EQ(issuer.asked.size(), 2U);
}

TEST_F(jwt_authorizer_test, another_token_of_a_known_key_waits_for_nobody) {
  send(signed_by_k1(claims()));
  EXPECT_EQ(send(signed_by_k1(claims(2h))).what, verdict::allowed);
  EXPECT_FALSE(waited);
  EXPECT_EQ(issuer.asked.size(), 2U);
}

TEST_F(jwt_authorizer_test, the_issuer_may_change_its_keys) {
  send(signed_by_k1(claims()));
  const token_signer next(algorithm::rs512);
  EXPECT_EQ(challenge(next.sign(claims(), {{"kid", "k2"}})), invalid("the issuer has no such key"));
  issuer.withdraw_all();
  issuer.publish(next.jwk("k2"));
  EXPECT_EQ(send(next.sign(claims(), {{"kid", "k2"}})).what, verdict::allowed);
  EXPECT_EQ(challenge(signed_by_k1(claims(3h))), invalid("the issuer has no such key"));
}

TEST_F(jwt_authorizer_test, refuses_what_is_no_token_without_asking_anybody) {
  EXPECT_EQ(challenge(""), "Bearer");
  EXPECT_EQ(challenge("Bearer "), invalid("the token is malformed"));
  for (const char* text : {"token", "a.b", "a.b.c", "Bearer e30.e30.", "\xff.\xff.\xff"})
    EXPECT_EQ(challenge(text).substr(0, 16), "Bearer scope=\"\" ") << text;
  EXPECT_EQ(challenge(signer.sign(claims())), invalid("the token does not name its key"));
  EXPECT_TRUE(issuer.asked.empty());
}

TEST_F(jwt_authorizer_test, refuses_what_another_has_signed) {
  const token_signer other(algorithm::rs256);
  EXPECT_EQ(challenge(other.sign(claims(), {{"kid", "k1"}})), invalid("signature is invalid"));
  std::string changed = signed_by_k1(claims());
  const std::size_t dot = changed.find('.');
  changed[dot + 5] = changed[dot + 5] == 'A' ? 'B' : 'A';
  EXPECT_EQ(challenge(changed), invalid("signature is invalid"));
}

TEST_F(jwt_authorizer_test, knows_rsa_alone_unless_it_is_told_of_more) {
  const token_signer curve(algorithm::es256);
  issuer.publish(curve.jwk("ec"));
  const std::string token = curve.sign(claims(), {{"kid", "ec"}});
  EXPECT_EQ(challenge(token), invalid("signature is invalid"));
  make({.algorithms = {algorithm::rs256, algorithm::es256}});
  EXPECT_EQ(send(token).what, verdict::allowed);
}

TEST_F(jwt_authorizer_test, a_public_key_is_no_secret) {
  const token_signer secret(algorithm::hs256);
  make({.algorithms = {algorithm::rs256, algorithm::hs256}});
  EXPECT_EQ(challenge(secret.sign(claims(), {{"kid", "k1"}})), invalid("signature is invalid"));
}

TEST_F(jwt_authorizer_test, refuses_by_the_rules) {
  EXPECT_EQ(challenge(signed_by_k1(claims(-1s))), invalid("the token has expired"));
  json::object other = claims();
  other["aud"] = "other";
  EXPECT_EQ(challenge(signed_by_k1(other)), invalid("the token does not have a valid audience"));
  EXPECT_EQ(challenge(signer.sign_text("[]", {{"kid", "k1"}})), invalid("the token is malformed"));
  rules.scopes = {"read"};
  make();
  EXPECT_EQ(send(signed_by_k1(claims())).what, verdict::insufficient_scope);
}

TEST_F(jwt_authorizer_test, keeps_a_token_no_longer_than_it_is_good) {
  const std::string token = signed_by_k1(claims(0s));  // expires now
  EXPECT_EQ(challenge(token), invalid("the token has expired"));
  EXPECT_EQ(challenge(token), invalid("the token has expired"));
  EXPECT_FALSE(waited);
}

TEST_F(jwt_authorizer_test, an_issuer_that_cannot_be_asked_lets_nobody_in_and_is_logged) {
  issuer.configuration = "{}";
  EXPECT_EQ(challenge(signed_by_k1(claims())), invalid("OIDC discovery endpoint communication error"));
  EXPECT_NE(logged.find("\"authorizer\":\"users\""), std::string::npos);
  EXPECT_NE(logged.find("jwks_uri"), std::string::npos);
}

TEST_F(jwt_authorizer_test, a_user_pool_says_when_a_token_has_expired) {
  rules.flavour = jwt_flavour::user_pool;
  json::object id = claims(-1s);
  id["token_use"] = "id";
  authorization said = send(signed_by_k1(id));
  EXPECT_EQ(said.what, verdict::unauthorized);
  EXPECT_EQ(said.message, "The incoming token has expired");
  EXPECT_EQ(said.www_authenticate, "");
  id = claims();
  id["token_use"] = "id";
  said = send(signed_by_k1(id));
  EXPECT_EQ(said.what, verdict::allowed);
  EXPECT_TRUE(said.granted->context.starts_with(R"("claims":{)"));
}

TEST_F(jwt_authorizer_test, a_user_pool_may_want_the_audience_to_match) {
  rules.flavour = jwt_flavour::user_pool;
  json::object id = claims();
  id["token_use"] = "id";
  make({.audience_expression = "sh.p"});
  EXPECT_EQ(send(signed_by_k1(id)).what, verdict::allowed);
  make({.audience_expression = "sho"});
  EXPECT_EQ(send(signed_by_k1(id)).what, verdict::unauthorized);
  EXPECT_FALSE(jwt_authorizer::make({.audience_expression = "("}, keys_of_issuer("x"), issuer.loop, log));
}

}  // namespace
}  // namespace lamina::gateway
