#include "lamina/gateway/integration/internal/result_reader.h"

#include <gtest/gtest.h>

namespace lamina::gateway::internal {
namespace {

TEST(result_reader, keeps_the_first_reason) {
  std::string storage;
  result_reader reader("1", storage);
  EXPECT_FALSE(reader.fail("first"));
  EXPECT_FALSE(reader.fail("second"));
  EXPECT_EQ(reader.why(), "first");
}

TEST(result_reader, views_stay_good_while_more_is_unescaped) {
  std::string storage;
  result_reader reader(R"(["\u0061","\n\n\n","c"])", storage);
  std::vector<std::string_view> texts;
  EXPECT_TRUE(reader.cursor.read_array([&] { return reader.read_text("x", texts.emplace_back()); }));
  EXPECT_EQ(texts, (std::vector<std::string_view>{"a", "\n\n\n", "c"}));
}

}  // namespace
}  // namespace lamina::gateway::internal
