#include "lamina/http/url.h"

#include <gtest/gtest.h>

namespace lamina::http {
namespace {

TEST(url, is_taken_apart) {
  const auto found = parse_url("https://api.example:8443/a/b?c=d#e");
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->is_secure);
  EXPECT_EQ(found->host, "api.example");
  EXPECT_EQ(found->port, 8443);
  EXPECT_EQ(found->target, "/a/b?c=d");
  EXPECT_EQ(found->authority(), "api.example:8443");
  EXPECT_EQ(found->origin(), "https://api.example:8443");
}

TEST(url, knows_the_ports_of_the_schemes) {
  EXPECT_EQ(parse_url("http://h").value().port, 80);
  EXPECT_EQ(parse_url("HTTPS://h").value().port, 443);
  EXPECT_EQ(parse_url("http://h:80/").value().authority(), "h");
  EXPECT_EQ(parse_url("https://h:80/").value().authority(), "h:80");
}

TEST(url, has_a_target_always) {
  EXPECT_EQ(parse_url("http://h").value().target, "/");
  EXPECT_EQ(parse_url("http://h?a").value().target, "/?a");
  EXPECT_EQ(parse_url("http://h#a").value().target, "/");
  EXPECT_EQ(parse_url("http://h//a/../b").value().target, "//a/../b");
}

TEST(url, may_have_an_ipv6_address) {
  const auto found = parse_url("http://[::1]:3000/x");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->host, "::1");
  EXPECT_EQ(found->origin(), "http://[::1]:3000");
}

TEST(url, is_refused_with_what_was_expected) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"", "http://"},
      {"h/x", "http://"},
      {"ftp://h", "http://"},
      {"http://", "a host"},
      {"http:///x", "a host"},
      {"http://[::1", "a host"},
      {"http://[]/", "a host"},
      {"http://h:0", "a port"},
      {"http://h:65536", "a port"},
      {"http://h:", "a port"},
      {"http://h:8x", "a path"},
      {"http://me@h/", "a path"},
      {"http://me:pass@h/", "a port"},
      {"http://h\\x", "a path"},
      {"http://h/a b", "no blanks"},
      {"http://h/\r\nX: y", "no blanks"},
      {"http://h/\xc3\xa9", "no blanks"},
  };
  for (const auto& [text, expected] : cases) {
    const auto found = parse_url(text);
    ASSERT_FALSE(found) << text;
    EXPECT_NE(found.error().message.find(expected), std::string::npos) << found.error().message;
  }
}

}  // namespace
}  // namespace lamina::http
