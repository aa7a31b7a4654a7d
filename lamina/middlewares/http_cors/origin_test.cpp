#include "lamina/middlewares/http_cors/origin.h"

#include <gtest/gtest.h>

namespace lamina {
namespace {

TEST(canonical_origin, is_lower_case_without_path) {
  EXPECT_EQ(canonical_origin("HTTPS://Example.COM:8080"), "https://example.com:8080");
  EXPECT_EQ(canonical_origin("https://example.com/"), "https://example.com");
  EXPECT_EQ(canonical_origin("https://user@Example.com/path?x#y"), "https://example.com");
  EXPECT_EQ(canonical_origin("https://MÜNCHEN.example:443"), "https://xn--mnchen-3ya.example");
}

TEST(canonical_origin, keeps_what_is_no_http_origin) {
  for (const std::string origin : {"", "*", "null", "https://", "file:///x", "http://localhost:*", "https://a b", "x"})
    EXPECT_EQ(canonical_origin(origin), origin);
}

TEST(canonical_origin, keeps_stars_of_patterns) {
  EXPECT_EQ(canonical_origin("https://*.Example.com"), "https://*.example.com");
}

TEST(matches_origin_pattern, stops_at_dots) {
  EXPECT_TRUE(matches_origin_pattern("https://a.example.com", "https://*.example.com"));
  EXPECT_TRUE(matches_origin_pattern("https://.example.com", "https://*.example.com"));
  EXPECT_TRUE(matches_origin_pattern("http://localhost:8080", "http://localhost:*"));
  EXPECT_TRUE(matches_origin_pattern("https://x-a-y.b.c", "https://*a*.b.*"));
  EXPECT_FALSE(matches_origin_pattern("https://a.b.example.com", "https://*.example.com"));
  EXPECT_FALSE(matches_origin_pattern("https://example.com", "https://*.example.com"));
  EXPECT_FALSE(matches_origin_pattern("https://xexample.com", "https://*.example.com"));
  EXPECT_FALSE(matches_origin_pattern("https://a.example.com.evil", "https://*.example.com"));
}

TEST(punycode_label, follows_rfc_3492) {
  EXPECT_EQ(punycode_label("plain"), "plain");
  EXPECT_EQ(punycode_label("münchen"), "xn--mnchen-3ya");
  EXPECT_EQ(punycode_label("漢字"), "xn--p8s937b");
  EXPECT_EQ(punycode_label("bücher"), "xn--bcher-kva");
  EXPECT_EQ(punycode_label("🎉"), "xn--dk8h");
}

}  // namespace
}  // namespace lamina
