#include "lamina/json/schema/internal/uri.h"

#include <gtest/gtest.h>

namespace lamina::json::schemas {
namespace {

TEST(uri, references_resolve_as_in_rfc_3986) {
  const std::string base = "http://a/b/c/d;p?q";
  for (const auto& [reference, expected] :
       std::vector<std::pair<std::string, std::string>>{{"g:h", "g:h"},
                                                        {"g", "http://a/b/c/g"},
                                                        {"./g", "http://a/b/c/g"},
                                                        {"g/", "http://a/b/c/g/"},
                                                        {"/g", "http://a/g"},
                                                        {"//g", "http://g"},
                                                        {"?y", "http://a/b/c/d;p?y"},
                                                        {"g?y", "http://a/b/c/g?y"},
                                                        {"#s", "http://a/b/c/d;p?q#s"},
                                                        {"g#s", "http://a/b/c/g#s"},
                                                        {";x", "http://a/b/c/;x"},
                                                        {"", "http://a/b/c/d;p?q"},
                                                        {".", "http://a/b/c/"},
                                                        {"..", "http://a/b/"},
                                                        {"../g", "http://a/b/g"},
                                                        {"../..", "http://a/"},
                                                        {"../../g", "http://a/g"},
                                                        {"../../../g", "http://a/g"},
                                                        {"/./g", "http://a/g"},
                                                        {"g.", "http://a/b/c/g."},
                                                        {"..g", "http://a/b/c/..g"},
                                                        {"./g/.", "http://a/b/c/g/"},
                                                        {"g/../h", "http://a/b/c/h"},
                                                        {"g;x=1/../y", "http://a/b/c/y"}})
    EXPECT_EQ(resolve_uri(base, reference), expected) << reference;
}

TEST(uri, bases_may_be_urns_paths_or_nothing) {
  EXPECT_EQ(resolve_uri("", "#/a"), "#/a");
  EXPECT_EQ(resolve_uri("", "x.json"), "x.json");
  EXPECT_EQ(resolve_uri("urn:uuid:1", "#a"), "urn:uuid:1#a");
  EXPECT_EQ(resolve_uri("http://a", "b"), "http://a/b");
  EXPECT_EQ(resolve_uri("dir/x.json#f", "y.json"), "dir/y.json");
}

TEST(uri, pointers_are_escaped_and_back) {
  EXPECT_EQ(unescape_pointer("a~1b~0c~2~"), "a/b~c~2~");
  EXPECT_EQ(escape_pointer("a/b~c"), "a~1b~0c");
  EXPECT_EQ(escape_fragment("^x-/ä"), "%5Ex-~1%C3%A4");
  EXPECT_EQ(split_fragment("a#b#c").fragment, "b#c");
}

}  // namespace
}  // namespace lamina::json::schemas
