#include "tests/parity/cases/find_path.h"

#include <gtest/gtest.h>

namespace lamina::parity {
namespace {

TEST(find_path, walks_through_members_and_items) {
  const json::value document = json::parse(R"({"a":[{"b":"c"}],"d":{"e":1}})");
  EXPECT_EQ(*find_path(document, "a.0.b"), json::value("c"));
  EXPECT_EQ(*find_path(document, "d.e"), json::value(1));
  EXPECT_EQ(find_path(document, "a.1.b"), nullptr);
  EXPECT_EQ(find_path(document, "a.x"), nullptr);
  EXPECT_EQ(find_path(document, "d.f.g"), nullptr);
}

}  // namespace
}  // namespace lamina::parity
