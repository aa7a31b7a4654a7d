#include "lamina/base/base64.h"

#include <gtest/gtest.h>

#include <map>

namespace lamina {
namespace {

// RFC 4648 section 10.
const std::map<std::string, std::string> vectors = {
    {"", ""},
    {"f", "Zg=="},
    {"fo", "Zm8="},
    {"foo", "Zm9v"},
    {"foob", "Zm9vYg=="},
    {"fooba", "Zm9vYmE="},
    {"foobar", "Zm9vYmFy"},
};

TEST(base64, encodes_the_vectors_of_the_rfc) {
  for (const auto& [bytes, text] : vectors) EXPECT_EQ(base64_encode(bytes), text);
}

TEST(base64, decodes_with_and_without_padding) {
  for (const auto& [bytes, text] : vectors) {
    std::string padded = "kept ", bare = "kept ";
    EXPECT_TRUE(base64_decode_to(padded, text));
    EXPECT_TRUE(base64_decode_to(bare, text.substr(0, text.find('='))));
    EXPECT_EQ(padded, "kept " + bytes);
    EXPECT_EQ(bare, "kept " + bytes);
  }
}

TEST(base64, gives_every_byte_back) {
  std::string all;
  for (int repeat = 0; repeat < 3; ++repeat)
    for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  for (std::size_t length = 0; length <= all.size(); length += 7) {
    std::string back;
    ASSERT_TRUE(base64_decode_to(back, base64_encode(all.substr(0, length))));
    EXPECT_EQ(back, all.substr(0, length));
  }
}

TEST(base64, refuses_what_is_none_and_leaves_the_output_alone) {
  for (const std::string_view text :
       {"Z", "Zm9vY", "Zg=", "Zg===", "=", "====", "Zm=v", "Zm9v\n", "Zm 9v", "Zm9-", "\xe8\xe9+\xe0)("}) {
    std::string out = "kept";
    EXPECT_FALSE(base64_decode_to(out, text)) << text;
    EXPECT_EQ(out, "kept");
  }
}

TEST(base64, reads_and_writes_the_url_safe_alphabet_without_padding) {
  for (const auto& [bytes, text] : vectors) {
    std::string back = "kept ";
    EXPECT_EQ(base64url_encode(bytes), text.substr(0, text.find('=')));
    EXPECT_TRUE(base64url_decode_to(back, base64url_encode(bytes)));
    EXPECT_EQ(back, "kept " + bytes);
  }
  EXPECT_EQ(base64url_encode("\xff\xef\xfe"), "_-_-");
  for (const std::string_view text : {"Z", "Zg==", "+/8", "_-8=", "_ -8", "_-8\n", "Zm9vY"}) {
    std::string out = "kept";
    EXPECT_FALSE(base64url_decode_to(out, text)) << text;
    EXPECT_EQ(out, "kept");
  }
}

TEST(base64, reads_what_node_reads_when_asked_to) {
  EXPECT_EQ(base64_decode_leniently("Zm9vYmE="), "fooba");
  EXPECT_EQ(base64_decode_leniently("_-8"), "\xff\xef");    // URL-safe, no padding
  EXPECT_EQ(base64_decode_leniently("Zm 9v\nYg"), "foob");  // other characters are skipped
  EXPECT_EQ(base64_decode_leniently("Zm8=Zm9v"), "fo");     // padding ends it
  EXPECT_EQ(base64_decode_leniently("Z"), "");              // six bits are no byte
}

}  // namespace
}  // namespace lamina
