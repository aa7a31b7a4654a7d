// JSONPath as $input.json() and $input.path() read it.
#include <gtest/gtest.h>

#include "lamina/gateway/templates/mapping_template.h"

namespace lamina::gateway {
namespace {

constexpr std::string_view store = R"({"store":{"book":[
  {"category":"reference","author":"Nigel Rees","title":"Sayings","price":8.95},
  {"category":"fiction","author":"Evelyn Waugh","title":"Sword","price":12.99},
  {"category":"fiction","author":"Herman Melville","title":"Moby Dick","isbn":"0-553-21311-3","price":8.99}],
  "bicycle":{"color":"red","price":19.95}},"a b":{"it's":1},"max":10,"n":[3,1,2],"null":null})";

std::string at(std::string_view path, std::string_view body = store) {
  const auto made = mapping_template::compile("$input.json(\"" + std::string(path) + "\")");
  EXPECT_TRUE(made) << made.error().message;
  template_input seen;
  seen.body = body;
  std::string out;
  const auto done = made->render(out, seen);
  return done ? out : std::to_string(done.error().status_code);
}

TEST(json_path, leads_to_one_value) {
  EXPECT_EQ(at("$.store.bicycle.color"), R"("red")");
  EXPECT_EQ(at("$['store']['bicycle'].price"), "19.95");
  EXPECT_EQ(at("$.store.book[0].author"), R"("Nigel Rees")");
  EXPECT_EQ(at("$.store.book[-1].title"), R"("Moby Dick")");
  EXPECT_EQ(at("$['a b']['it\\'s']"), "1");
  EXPECT_EQ(at("store.bicycle.color"), R"("red")");
  EXPECT_EQ(at("$.null"), "null");
}

TEST(json_path, says_nothing_of_what_is_not_there) {
  for (const char* path : {"$.no", "$.store.no.more", "$.store.book[9]", "$.max.x", "$.store[0]"})
    EXPECT_EQ(at(path), R"("")") << path;
}

TEST(json_path, leads_to_many) {
  EXPECT_EQ(at("$.store.book[*].price"), "[8.95,12.99,8.99]");
  EXPECT_EQ(at("$..author"), R"(["Nigel Rees","Evelyn Waugh","Herman Melville"])");
  EXPECT_EQ(at("$..book[1].title"), R"(["Sword"])");
  EXPECT_EQ(at("$.store.bicycle.*"), R"(["red",19.95])");
  EXPECT_EQ(at("$.n[0,2]"), "[3,2]");
  EXPECT_EQ(at("$.n[1:]"), "[1,2]");
  EXPECT_EQ(at("$.n[:2]"), "[3,1]");
  EXPECT_EQ(at("$.n[-2:]"), "[1,2]");
  EXPECT_EQ(at("$.store.bicycle['price','color']"), R"([19.95,"red"])");
  EXPECT_EQ(at("$..no"), "[]");
}

TEST(json_path, filters) {
  EXPECT_EQ(at("$.store.book[?(@.isbn)].title"), R"(["Moby Dick"])");
  EXPECT_EQ(at("$.store.book[?(!@.isbn)].price"), "[8.95,12.99]");
  EXPECT_EQ(at("$.store.book[?(@.price < $.max)].title"), R"(["Sayings","Moby Dick"])");
  EXPECT_EQ(at("$.store.book[?(@.category == 'fiction' && @.price > 10)].title"), R"(["Sword"])");
  EXPECT_EQ(at("$.store.book[?(@.price >= 12.99 || @.author == 'Nigel Rees')].price"), "[8.95,12.99]");
  EXPECT_EQ(at("$.store.book[?(@['category'] != 'fiction')].price"), "[8.95]");
  EXPECT_EQ(at("$..[?(@.color == 'red')].price"), "[19.95]");
}

TEST(json_path, counts_and_adds) {
  EXPECT_EQ(at("$.store.book.length()"), "3");
  EXPECT_EQ(at("$.n.size()"), "3");
  EXPECT_EQ(at("$.n.max()") + at("$.n.min()") + at("$.n.sum()") + at("$.n.avg()"), "3.01.06.02.0");
}

TEST(json_path, refuses_what_is_none) {
  for (const char* path : {"", "[0]", "$.", "$[", "$['a", "$[x]", "$.a[?(@.b ==)]", "$.a[?@.b]", "$.n.nope()", "$a b"})
    EXPECT_EQ(at(path), "500") << path;
}

}  // namespace
}  // namespace lamina::gateway
