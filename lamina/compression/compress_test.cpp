#include "lamina/compression/compress.h"

#include <gtest/gtest.h>

namespace lamina {
namespace {

constexpr content_coding all[] = {content_coding::br, content_coding::deflate, content_coding::gzip,
                                  content_coding::zstd};

std::string long_text() {
  std::string text;
  for (int i = 0; i < 200; ++i) text += "all work and no play makes " + std::to_string(i) + " a dull number\n";
  return text;
}

TEST(compress, comes_back_at_every_level) {
  for (const content_coding coding : all)
    for (const std::string& text : {std::string(), std::string("x"), long_text()})
      for (const std::optional<int> level :
           {std::optional<int>(), std::optional(-5), std::optional(1), std::optional(99)}) {
        const auto packed = compress(coding, text, level);
        ASSERT_TRUE(packed);
        EXPECT_EQ(decompress(coding, *packed, text.size() + 1).value(), text) << name_of(coding);
      }
}

TEST(compress, makes_repetitive_text_smaller) {
  for (const content_coding coding : all) EXPECT_LT(compress(coding, long_text())->size(), long_text().size() / 4);
}

TEST(compress, writes_the_formats_http_means) {
  EXPECT_TRUE(compress(content_coding::gzip, "x")->starts_with("\x1f\x8b"));
  EXPECT_TRUE(compress(content_coding::deflate, "x")->starts_with("\x78"));
  EXPECT_TRUE(compress(content_coding::zstd, "x")->starts_with("\x28\xb5\x2f\xfd"));
}

TEST(decompress, refuses_what_is_broken_or_too_large) {
  for (const content_coding coding : all) {
    EXPECT_FALSE(decompress(coding, "\xff\xff\xff\xff", 100)) << name_of(coding);
    EXPECT_FALSE(decompress(coding, *compress(coding, long_text()), 100)) << name_of(coding);
  }
}

TEST(decompress, tells_too_large_from_broken) {
  const std::string packed = *compress(content_coding::gzip, std::string(100'000, 'a'));
  EXPECT_EQ(decompress(content_coding::gzip, packed, 99'999).error().status_code, 413);
  EXPECT_EQ(decompress(content_coding::gzip, packed, 100'000)->size(), 100'000u);
  EXPECT_EQ(decompress(content_coding::gzip, packed.substr(0, 50), 100'000).error().status_code, 0);
}

TEST(content_coding, has_a_name) {
  for (const content_coding coding : all) EXPECT_EQ(parse_content_coding(name_of(coding)), coding);
  for (const char* other : {"identity", "*", "", "GZIP"}) EXPECT_EQ(parse_content_coding(other), std::nullopt);
}

}  // namespace
}  // namespace lamina
