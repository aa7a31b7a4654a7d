#include "lamina/gateway/listener/api_family.h"

#include <gtest/gtest.h>

#include <set>

namespace lamina::gateway {
namespace {

TEST(api_family, has_a_name_of_its_own_for_each) {
  std::set<std::string_view> names;
  for (const api_family family : all_api_families) names.insert(name_of(family));
  EXPECT_EQ(names.size(), all_api_families.size());
  EXPECT_EQ(name_of(api_family::function_url), "function_url");
}

}  // namespace
}  // namespace lamina::gateway
