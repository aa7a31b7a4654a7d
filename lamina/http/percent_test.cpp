#include "lamina/http/percent.h"

#include <gtest/gtest.h>

namespace lamina::http {
namespace {

TEST(percent, decodes_escapes_and_leaves_the_rest) {
  EXPECT_EQ(percent_decode("a%20b%2Bc+d"), "a b+c+d");
  EXPECT_EQ(percent_decode("a+b%2B", true), "a b+");
  EXPECT_EQ(percent_decode("%zz%4%"), "%zz%4%");
  EXPECT_EQ(percent_decode("%e2%82%AC"), "\u20ac");
  EXPECT_EQ(percent_decode("100%"), "100%");
  EXPECT_EQ(percent_decode(""), "");
}

TEST(percent, encodes_all_but_the_unreserved) {
  EXPECT_EQ(percent_encode("aZ09-._~"), "aZ09-._~");
  EXPECT_EQ(percent_encode(" /+\u20ac"), "%20%2F%2B%E2%82%AC");
}

TEST(percent, any_bytes_come_back_after_encoding) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  EXPECT_EQ(percent_decode(percent_encode(all)), all);
}

TEST(percent, a_query_is_split_in_order) {
  using pairs = std::vector<std::pair<std::string, std::string>>;
  EXPECT_EQ(split_query("b=2&a=1&b=3"), (pairs{{"b", "2"}, {"a", "1"}, {"b", "3"}}));
  EXPECT_EQ(split_query("empty=&bare&&x=a=b"), (pairs{{"empty", ""}, {"bare", ""}, {"x", "a=b"}}));
  EXPECT_EQ(split_query("colors%5B%5D=a+b%2B"), (pairs{{"colors[]", "a b+"}}));
  EXPECT_EQ(split_query(""), pairs{});
}

TEST(percent, a_target_is_split_as_sent) {
  const auto same = [](std::string_view target, std::string_view path, std::string_view query) {
    const auto parts = split_target(target);
    EXPECT_EQ(parts.path, path) << target;
    EXPECT_EQ(parts.query, query) << target;
  };
  same("/a%20b//c/?x=%20?y#z", "/a%20b//c/", "x=%20?y");
  same("/", "/", "");
  same("http://host:1/a?b", "/a", "b");
  same("http://host", "/", "");
  same("http://host?b", "/", "b");
  same("//double/a", "//double/a", "");
  same("*", "*", "");
  same("", "/", "");
}

}  // namespace
}  // namespace lamina::http
