#include "lamina/gateway/integration/query_string.h"

#include <gtest/gtest.h>

namespace lamina::gateway {
namespace {

std::string read(std::string_view query) {
  std::string storage = "left over", out;
  field_list fields;
  read_query(query, storage, fields);
  fields.write_maps(out, " ");
  return out;
}

TEST(query_string, names_and_values_are_decoded) {
  EXPECT_EQ(read("redirect=https%3A%2F%2Fexample.com%2Fa%2fb&plus=a+b&encoded=a%2Bb"),
            R"({"encoded":"a+b","plus":"a b","redirect":"https://example.com/a/b"} )"
            R"({"encoded":["a+b"],"plus":["a b"],"redirect":["https://example.com/a/b"]})");
  EXPECT_EQ(read("a%20b=1"), R"({"a b":"1"} {"a b":["1"]})");
  EXPECT_EQ(read("colors[]=red&colors%5B%5D=blue"), R"({"colors[]":"blue"} {"colors[]":["red","blue"]})");
}

TEST(query_string, missing_values_are_empty) {
  EXPECT_EQ(read("empty="), R"({"empty":""} {"empty":[""]})");
  EXPECT_EQ(read("a"), R"({"a":""} {"a":[""]})");
  EXPECT_EQ(read("=x"), R"({"":"x"} {"":["x"]})");
  EXPECT_EQ(read("a=b=c"), R"({"a":"b=c"} {"a":["b=c"]})");
}

TEST(query_string, splits_at_ampersands_and_semicolons_and_skips_empty_parts) {
  EXPECT_EQ(read("&&a=1;b=2&"), R"({"a":"1","b":"2"} {"a":["1"],"b":["2"]})");
  EXPECT_EQ(read(""), "null null");
  EXPECT_EQ(read("&"), "null null");
}

TEST(query_string, broken_escapes_stay) {
  EXPECT_EQ(read("a=%&b=%4&c=%zz&d=%41%"),
            R"({"a":"%","b":"%4","c":"%zz","d":"A%"} {"a":["%"],"b":["%4"],"c":["%zz"],"d":["A%"]})");
}

}  // namespace
}  // namespace lamina::gateway
