#include "lamina/http/target.h"

#include <gtest/gtest.h>

namespace lamina::http {
namespace {

TEST(target, a_query_is_split_in_order) {
  using pairs = std::vector<std::pair<std::string, std::string>>;
  EXPECT_EQ(split_query("b=2&a=1&b=3"), (pairs{{"b", "2"}, {"a", "1"}, {"b", "3"}}));
  EXPECT_EQ(split_query("empty=&bare&&x=a=b"), (pairs{{"empty", ""}, {"bare", ""}, {"x", "a=b"}}));
  EXPECT_EQ(split_query("colors%5B%5D=a+b%2B"), (pairs{{"colors[]", "a b+"}}));
  EXPECT_EQ(split_query(""), pairs{});
}

TEST(target, a_target_is_split_as_sent) {
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
