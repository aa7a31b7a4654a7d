#include "lamina/middlewares/http_paseto/http_paseto.h"

#include <gtest/gtest.h>

#include "lamina/engine/engine.h"
#include "lamina/middlewares/registry.h"
#include "lamina/testing/manual_scheduler.h"
#include "lamina/testing/token_signer.h"

namespace lamina {
namespace {

using namespace std::chrono_literals;
using testing::token_signer;
using tokens::algorithm;

struct fixture {
  testing::manual_scheduler loop;
  token_signer signer{algorithm::eddsa};
  http_paseto_options options{.internal_key = "key", .set_to_context = true};
  json::value key = json::value(signer.spki());

  // The context at the end, or "401 reason".
  std::string run(const std::string& token, const std::string& scheme = "Bearer ") {
    plugin made;
    made.internal = {{"key", key}, {"deep", {{"key", key}}}};
    context about(loop);
    const engine chain =
        engine([](const json::value&, context& c) -> json::value { return c.document; }, std::move(made))
            .use(http_paseto(options));
    const outcome said = chain({{"headers", {{"authorization", scheme + token}}}}, about);
    if (said) return json::serialize(**said);
    const json::value* const data = said.error().cause ? json::find(*said.error().cause, "data") : nullptr;
    return std::to_string(said.error().status_code) + " " +
           (data ? std::string(data->as_string()) : said.error().message);
  }
};

TEST(http_paseto, leaves_the_claims_of_a_valid_token) {
  fixture test;
  EXPECT_EQ(test.run(test.signer.sign_paseto(R"({"sub":"u"})", "footer")), R"({"paseto":{"sub":"u"}})");
  test.key = json::value(test.signer.pem());
  test.options.payload_key = "who";
  EXPECT_EQ(test.run(test.signer.sign_paseto(R"({"sub":"u"})")), R"({"who":{"sub":"u"}})");
  test.key = json::object{{"publicKey", test.signer.spki()}};
  test.options.internal_key = "deep.key";
  EXPECT_EQ(test.run(test.signer.sign_paseto(R"({"sub":"u"})")), R"({"who":{"sub":"u"}})");
}

TEST(http_paseto, refuses_everything_else_with_401_and_the_reason) {
  fixture test;
  EXPECT_EQ(test.run(test.signer.sign_paseto("{}"), ""), "401 No token found in configured sources");
  EXPECT_EQ(test.run("v4.local.AAAA"), "401 Unsupported PASETO version or purpose");
  EXPECT_EQ(test.run("v2.public.AAAA"), "401 Unsupported PASETO version or purpose");
  EXPECT_EQ(test.run(token_signer(algorithm::eddsa).sign_paseto("{}")), "401 invalid signature");
  EXPECT_EQ(test.run(test.signer.sign_paseto("[]")), "401 All PASETO payloads MUST be a JSON object");
  test.options.issuer = "me";
  EXPECT_EQ(test.run(test.signer.sign_paseto("{}")), "401 issuer mismatch");
}

TEST(http_paseto, looks_at_the_clock_of_the_loop) {  // which starts with the year 2026
  fixture test;
  const std::string token = test.signer.sign_paseto(R"({"iat":"2026-01-01T00:00:00Z","exp":"2026-01-01T00:01:00Z"})");
  EXPECT_TRUE(test.run(token).starts_with("{"));
  test.loop.advance(60s);
  EXPECT_EQ(test.run(token), "401 token is expired");
  test.options.clock_tolerance = 1s;
  EXPECT_TRUE(test.run(token).starts_with("{"));
  test.options.max_token_age = 30s;
  EXPECT_EQ(test.run(token), "401 maxTokenAge exceeded");
}

TEST(http_paseto, tells_a_wrong_key_from_a_wrong_token) {
  fixture test;
  const std::string token = test.signer.sign_paseto("{}");
  test.key = json::value(token_signer(algorithm::es256).spki());
  EXPECT_EQ(test.run(token), "401 v4.public verify key must be a public ed25519 key");
  for (const json::value& key : {json::value("text"), json::value(), json::value(json::object())}) {
    test.key = key;
    EXPECT_EQ(test.run(token), "500 internalKey 'key': no public key (SubjectPublicKeyInfo in DER or PEM)");
  }
  test.options.internal_key = "other";
  EXPECT_EQ(test.run(token), "500 internalKey 'other' resolved to undefined");
}

TEST(http_paseto, uses_the_key_of_each_request) {
  fixture test;
  const std::string token = test.signer.sign_paseto("{}");
  EXPECT_TRUE(test.run(token).starts_with("{"));
  const token_signer rotated(algorithm::eddsa);
  test.key = json::value(rotated.spki());
  EXPECT_EQ(test.run(token), "401 invalid signature");
  EXPECT_TRUE(test.run(rotated.sign_paseto("{}")).starts_with("{"));
}

TEST(http_paseto, reads_options_as_middy_spells_them) {
  const auto options = http_paseto::read_options(
      json::parse(
          R"({"internalKey":"k","tokenCookieName":"c","tokenHeaderName":"h","tokenQueryStringName":"q","audience":
                      "a","issuer":"i","clockTolerance":"5s","maxTokenAge":"2 hours","payloadKey":"p","setToContext":true})")
          .as_object());
  EXPECT_EQ(options.clock_tolerance, 5s);
  EXPECT_EQ(options.max_token_age, 2h);
  EXPECT_EQ(options.token_cookie_name + options.token_header_name + options.token_query_string_name, "chq");
  EXPECT_THROW(http_paseto::from_json({{"internalKey", "k"}, {"maxTokenAge", "soon"}}), error);
  EXPECT_THROW(http_paseto::from_json({{"internalKey", "k"}, {"algorithm", "RS256"}}), error);
  try {
    standard_middlewares().make("http-paseto");
    ADD_FAILURE() << "made without a key";
  } catch (const error& refused) {
    EXPECT_EQ(refused.name + ": " + refused.message, "TypeError: No key source configured: set internalKey");
  }
}

}  // namespace
}  // namespace lamina
