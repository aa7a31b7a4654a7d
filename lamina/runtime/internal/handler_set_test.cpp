#include "lamina/runtime/internal/handler_set.h"

#include <gtest/gtest.h>

namespace lamina::runtime {
namespace {

json::value one(const json::value&) { return 1; }

TEST(handler_set, a_handler_is_found_by_its_name_or_by_what_follows_the_last_dot) {
  const std::vector<named_engine> two = {{"api", engine(one)}, {"src/index.authorizer", engine(one)}};
  EXPECT_EQ(find_handler(two, "api").value(), &two[0].run);
  EXPECT_EQ(find_handler(two, "src/index.api").value(), &two[0].run);
  EXPECT_EQ(find_handler(two, "src/index.authorizer").value(), &two[1].run);
  const auto missing = find_handler(two, "src/index.other");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().message,
            R"(no handler "src/index.other" in this program; it has "api", "src/index.authorizer")");
}

TEST(handler_set, the_only_one_without_a_name_answers_to_every_name) {
  const std::vector<named_engine> only = {{"", engine(one)}};
  EXPECT_EQ(find_handler(only, "bootstrap").value(), &only[0].run);
  EXPECT_EQ(find_handler(only, "").value(), &only[0].run);
  const std::vector<named_engine> named = {{"api", engine(one)}};
  EXPECT_FALSE(find_handler(named, "other"));
}

}  // namespace
}  // namespace lamina::runtime
