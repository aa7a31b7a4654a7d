#include "lamina/gateway/listener/access_record.h"

#include <gtest/gtest.h>

#include <type_traits>

namespace lamina::gateway {
namespace {

TEST(access_record, is_views_and_numbers_so_that_filling_it_costs_nothing) {
  EXPECT_TRUE(std::is_trivially_copyable_v<access_record>);
  EXPECT_TRUE(std::is_trivially_destructible_v<access_record>);
}

TEST(access_record, tells_no_authorizer_and_no_integration_from_quick_ones) {
  const access_record empty;
  EXPECT_LT(empty.authorizer_latency.count(), 0);
  EXPECT_LT(empty.integration_latency.count(), 0);
}

}  // namespace
}  // namespace lamina::gateway
