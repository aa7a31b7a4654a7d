#include "lamina/tokens/algorithm.h"

#include <gtest/gtest.h>

namespace lamina::tokens {
namespace {

TEST(token_algorithm, has_one_name_each) {
  for (std::uint8_t i = 0; i <= static_cast<std::uint8_t>(algorithm::eddsa); ++i) {
    const auto which = static_cast<algorithm>(i);
    EXPECT_EQ(parse_algorithm(name_of(which)), which);
  }
  EXPECT_EQ(name_of(algorithm::ps384), "PS384");
  EXPECT_EQ(parse_algorithm("Ed25519"), algorithm::eddsa);
}

TEST(token_algorithm, does_not_know_none_nor_other_spellings) {
  for (const std::string_view name : {"none", "", "hs256", "HS1", "ES256K", "RS256 ", "Ed448"})
    EXPECT_FALSE(parse_algorithm(name)) << name;
}

TEST(token_algorithm, tells_secrets_from_key_pairs) {
  EXPECT_TRUE(is_symmetric(algorithm::hs512));
  EXPECT_FALSE(is_symmetric(algorithm::rs256));
  EXPECT_FALSE(is_symmetric(algorithm::eddsa));
}

}  // namespace
}  // namespace lamina::tokens
