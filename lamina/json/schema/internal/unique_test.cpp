#include "lamina/json/schema/internal/unique.h"

#include <gtest/gtest.h>

namespace lamina::json::schemas {
namespace {

using positions = std::pair<std::size_t, std::size_t>;

// The same list, made long enough for the way that sorts.
array long_list(array items) {
  for (int i = 0; i < 20; ++i) items.insert(items.begin(), value("filler " + std::to_string(i)));
  return items;
}

TEST(unique, tells_of_the_pair_that_ajv_tells_of) {
  const array items{1, 2, 1, 2, 1};
  EXPECT_EQ(find_duplicate(items, false), positions(4, 2));
  EXPECT_EQ(find_duplicate(items, true), positions(2, 4));
  EXPECT_EQ(find_duplicate(long_list(items), false), positions(24, 22));
  EXPECT_EQ(find_duplicate(long_list(items), true), positions(22, 24));
}

TEST(unique, equality_is_that_of_documents) {
  for (const char* text : {R"([{"a":1,"b":[2]},{"b":[2.0],"a":1}])", "[1, 1.0]", R"([[{"a":null}],[{"a":null}]])"}) {
    EXPECT_TRUE(find_duplicate(parse(text).as_array(), false)) << text;
    EXPECT_TRUE(find_duplicate(long_list(parse(text).as_array()), false)) << text;
  }
  for (const char* text : {R"([0, false, null, "", [], {}])", R"([{"a":1},{"b":1},{"a":1,"b":1}])", R"(["1", 1])"}) {
    EXPECT_FALSE(find_duplicate(parse(text).as_array(), false)) << text;
    EXPECT_FALSE(find_duplicate(long_list(parse(text).as_array()), true)) << text;
  }
}

}  // namespace
}  // namespace lamina::json::schemas
