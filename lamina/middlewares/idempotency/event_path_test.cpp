#include "lamina/middlewares/idempotency/event_path.h"

#include <gtest/gtest.h>

namespace lamina {
namespace {

std::string read(std::string_view path, std::string_view event) {
  return json::serialize(event_path::parse(path).value().read(json::parse(event)));
}

TEST(event_path, names_members_and_items) {
  EXPECT_EQ(read("a", R"({"a":1})"), "1");
  EXPECT_EQ(read("a.b_2.C", R"({"a":{"b_2":{"C":"x"}}})"), "\"x\"");
  EXPECT_EQ(read(R"(headers."Idempotency-Key")", R"({"headers":{"Idempotency-Key":"k"}})"), "\"k\"");
  EXPECT_EQ(read(R"("a\"b"."é")", R"({"a\"b":{"é":1}})"), "1");
  EXPECT_EQ(read("Records[0].id", R"({"Records":[{"id":7},{"id":8}]})"), "7");
  EXPECT_EQ(read("Records[-1].id", R"({"Records":[{"id":7},{"id":8}]})"), "8");
  EXPECT_EQ(read("[1]", "[1,2]"), "2");
  EXPECT_EQ(read("@", R"({"a":1})"), R"({"a":1})");
  EXPECT_EQ(read("@.a[0][1]", R"({"a":[[1,2]]})"), "2");
}

TEST(event_path, names_several) {
  EXPECT_EQ(read("[a, b.c]", R"({"a":1,"b":{"c":2}})"), "[1,2]");
  EXPECT_EQ(read("x.[a,b]", R"({"x":{"a":1}})"), "[1,null]");
  EXPECT_EQ(read("[[a],[b,a]]", R"({"a":1,"b":2})"), "[[1],[2,1]]");
  EXPECT_EQ(read("[a,b][1]", R"({"a":1,"b":2})"), "2");
}

TEST(event_path, gives_null_for_what_is_not_there) {
  for (const std::string_view path : {"x", "a.x", "a.x.y", "list[2]", "list[-3]", "a[0]", "list.x", "x.[a]", "n.x"})
    EXPECT_EQ(read(path, R"({"a":{"b":1},"list":[1,2],"n":null})"), "null") << path;
}

TEST(event_path, refuses_what_it_does_not_know) {
  const auto said = [](std::string_view path) { return event_path::parse(path).error().message; };
  EXPECT_EQ(said("a..b"), "Invalid path 'a..b': a name is expected at 3");
  EXPECT_EQ(said(""), "Invalid path '': a name is expected at 1");
  EXPECT_EQ(said("a b"), "Invalid path 'a b': nothing more is expected at 3");
  EXPECT_EQ(said("a[1"), "Invalid path 'a[1': ] is expected at 4");
  EXPECT_EQ(said("[a;b]"), "Invalid path '[a;b]': ',' or ']' is expected at 3");
  EXPECT_EQ(said("\"a"), "Invalid path '\"a': a name in quotes is expected at 1");
  for (const std::string path :
       {"a.", "[", "[]", "[*]", "a[99999999999999999999]", "f(a)", "a || b", "\"\\x\"", "1a", "a-b", "\"a\\", "[a,]"})
    EXPECT_FALSE(event_path::parse(path)) << path;
  EXPECT_FALSE(event_path::parse(std::string(100'000, '[')));
}

}  // namespace
}  // namespace lamina
