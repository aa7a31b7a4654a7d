#include "lamina/middlewares/http_partial_response/json_mask.h"

#include <gtest/gtest.h>

namespace lamina {
namespace {

std::string masked(std::string_view selector, std::string_view document) {
  const auto left = json_mask(selector).apply(json::parse(document));
  return left ? json::serialize(*left) : "fails";
}
constexpr std::string_view person =
    R"({"name":"ada","age":3,"tags":["a"],"home":{"street":"s","geo":{"lat":1,"lon":2}},)"
    R"("items":[{"id":1,"meta":{"a":1}},{"id":2}],"none":null,"empty":[]})";

TEST(json_mask, selects_fields_in_the_order_of_the_selector) {
  EXPECT_EQ(masked("age,name", person), R"({"age":3,"name":"ada"})");
  EXPECT_EQ(masked("home/geo/lat", person), R"({"home":{"geo":{"lat":1}}})");
  EXPECT_EQ(masked("home(geo(lat),street),age", person), R"({"home":{"geo":{"lat":1},"street":"s"},"age":3})");
  EXPECT_EQ(masked("home/*", person), R"({"home":{"street":"s","geo":{"lat":1,"lon":2}}})");
  EXPECT_EQ(masked("missing", person), "{}");
}

TEST(json_mask, maps_over_lists) {
  EXPECT_EQ(masked("items/id", person), R"({"items":[{"id":1},{"id":2}]})");
  EXPECT_EQ(masked("items(meta/a)", person), R"({"items":[{"meta":{"a":1}},{}]})");
  EXPECT_EQ(masked("id", R"([{"id":1,"x":2},{"y":3}])"), R"([{"id":1},{}])");
  EXPECT_EQ(masked("empty/x,tags", person), R"({"empty":[],"tags":["a"]})");
}

TEST(json_mask, takes_indexes_for_fields_of_lists_in_lists) {
  EXPECT_EQ(masked("a/*", R"({"a":[[1,2],[3]]})"), R"({"a":[[1,2],[3]]})");
  EXPECT_EQ(masked("a/1", R"({"a":[[1,2],[3]]})"), R"({"a":[[null,2],[]]})");
}

TEST(json_mask, has_no_fields_in_scalars) {
  EXPECT_EQ(masked("age/x", person), "{}");
  EXPECT_EQ(masked("none/x", person), R"({"none":null})");
  EXPECT_EQ(masked("id", "[1,2]"), "null");
  EXPECT_EQ(masked("name/0", person), "fails");
  EXPECT_EQ(masked("name/length", person), "fails");
  EXPECT_EQ(masked("name/x", person), "{}");
}

TEST(json_mask, makes_something_of_every_selector) {
  EXPECT_EQ(masked("age,", person), R"({"age":3})");
  EXPECT_EQ(masked(",age", person), "{}");
  EXPECT_EQ(masked("/age,name", person), R"({"age":3})");
  EXPECT_EQ(masked("home(street", person), R"({"home":{"street":"s"}})");
  EXPECT_EQ(masked(" age", person), "{}");
  EXPECT_EQ(masked("a\\/b,\\*,c\\", R"({"a/b":1,"*":2,"c":3,"d":4})"), R"({"a/b":1,"*":2,"c":3})");
}

}  // namespace
}  // namespace lamina
