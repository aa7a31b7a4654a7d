#include "lamina/tokens/jwks.h"

#include <gtest/gtest.h>

#include "lamina/testing/token_signer.h"

namespace lamina::tokens {
namespace {

json::object with(json::object key, std::string_view name, json::value value) {
  key[name] = std::move(value);
  return key;
}

std::string document(json::array keys) { return json::serialize(json::object{{"keys", std::move(keys)}}); }

TEST(key_set, finds_keys_by_their_id) {
  const json::object key = testing::token_signer(algorithm::es256).jwk("a");
  json::object nameless = key;
  nameless.erase("kid");
  const auto keys = key_set::parse(document({with(key, "alg", "ES256"), with(key, "kid", "b"), nameless})).value();
  EXPECT_EQ(keys.size(), 3u);
  EXPECT_EQ(keys.find("a")->algorithm, "ES256");
  EXPECT_TRUE(keys.find("a")->key.value().check(algorithm::es256));
  EXPECT_EQ(keys.find("b")->algorithm, "");
  EXPECT_EQ(keys.find(std::nullopt)->id, std::nullopt);
  EXPECT_EQ(keys.find("c"), nullptr);
}

TEST(key_set, leaves_out_what_does_not_verify_signatures) {
  const json::object key = testing::token_signer(algorithm::es256).jwk("a");
  const auto count = [](json::object one) { return key_set::parse(document({std::move(one)})).value().size(); };
  EXPECT_EQ(count(with(key, "use", "sig")), 1u);
  EXPECT_EQ(count(with(key, "use", "enc")), 0u);
  EXPECT_EQ(count(with(key, "use", nullptr)), 0u);
  EXPECT_EQ(count(with(key, "key_ops", json::array{"verify"})), 1u);
  EXPECT_EQ(count(with(key, "key_ops", json::array{"sign"})), 0u);
  EXPECT_EQ(count(with(key, "key_ops", "verify")), 0u);
  EXPECT_EQ(count(with(key, "kid", 1)), 0u);
}

TEST(key_set, takes_the_first_of_an_id_that_can_verify) {
  const json::object first = testing::token_signer(algorithm::es256).jwk("a");
  const json::object second = testing::token_signer(algorithm::es384).jwk("a");
  const auto keys = key_set::parse(document({with(first, "use", "enc"), second})).value();
  EXPECT_TRUE(keys.find("a")->key.value().check(algorithm::es384));
}

TEST(key_set, keeps_broken_keys_with_what_is_wrong) {
  const auto keys =
      key_set::parse(document({{{"kid", "a"}, {"kty", "new"}}, 5, {{"kid", "b"}, {"kty", "RSA"}}})).value();
  EXPECT_EQ(keys.find("a")->key.error().message, "Unsupported \"kty\" (Key Type) Parameter value");
  EXPECT_EQ(keys.find("b")->key.error().message, "JWK \"n\" is missing");
}

TEST(key_set, says_what_is_no_key_set) {
  for (const std::string_view text : {"[]", "{}", "{\"keys\":{}}", "null"})
    EXPECT_EQ(key_set::parse(text).error().message, "Invalid JWKS document: missing keys array") << text;
  EXPECT_FALSE(key_set::parse("<html>"));
  EXPECT_EQ(key_set::parse("{\"keys\":[]}").value().size(), 0u);
}

}  // namespace
}  // namespace lamina::tokens
