#include "lamina/gateway/authorizers/ip_range.h"

#include <gtest/gtest.h>

namespace lamina::gateway {
namespace {

TEST(ip_range, has_the_addresses_of_its_prefix) {
  EXPECT_TRUE(ip_range::read("192.0.2.0/24")->contains("192.0.2.255"));
  EXPECT_FALSE(ip_range::read("192.0.2.0/24")->contains("192.0.3.0"));
  EXPECT_TRUE(ip_range::read("10.0.0.0/9")->contains("10.127.0.1"));
  EXPECT_FALSE(ip_range::read("10.0.0.0/9")->contains("10.128.0.1"));
  EXPECT_TRUE(ip_range::read("0.0.0.0/0")->contains("203.0.113.9"));
  EXPECT_FALSE(ip_range::read("0.0.0.0/0")->contains("2001:db8::1"));
  EXPECT_TRUE(ip_range::read("2001:db8::/33")->contains("2001:db8:7fff::1"));
  EXPECT_FALSE(ip_range::read("2001:db8::/33")->contains("2001:db8:8000::1"));
  EXPECT_TRUE(ip_range::read("192.0.2.1")->contains("::ffff:192.0.2.1"));
  EXPECT_FALSE(ip_range::read("192.0.2.1")->contains("192.0.2.2"));
  EXPECT_FALSE(ip_range::read("0.0.0.0/0")->contains("nonsense"));
}

TEST(ip_range, is_read_strictly) {
  for (const char* text : {"", "192.0.2", "192.0.2.0/33", "192.0.2.0/", "192.0.2.0/-1", "192.0.2.0/8x", "::/129", "*"})
    EXPECT_FALSE(ip_range::read(text)) << text;
}

}  // namespace
}  // namespace lamina::gateway
