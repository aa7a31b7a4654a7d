#include "lamina/aws/internal/sha256.h"

#include <gtest/gtest.h>

#include "lamina/base/hex.h"

namespace lamina::aws {
namespace {

TEST(sha256, is_that_of_fips_180) {
  EXPECT_EQ(hex_encode(bytes_of(sha256({""}))), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hex_encode(bytes_of(sha256({"abc"}))), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256({"a", "", "bc"}), sha256({"abc"}));
}

TEST(sha256, with_a_key_is_that_of_rfc_4231) {
  EXPECT_EQ(hex_encode(bytes_of(hmac_sha256("Jefe", "what do ya want for nothing?"))),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(hex_encode(bytes_of(hmac_sha256(std::string(20, '\x0b'), "Hi There"))),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
}

}  // namespace
}  // namespace lamina::aws
