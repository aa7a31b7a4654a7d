#include "lamina/gateway/listener/requests_under_way.h"

#include <gtest/gtest.h>

#include <vector>

namespace lamina::gateway {
namespace {

TEST(requests_under_way, counts_what_is_present_and_tells_of_each_that_is_done) {
  requests_under_way all;
  std::vector<std::size_t> left;
  {
    const requests_under_way::presence first(all);
    EXPECT_EQ(all.count(), 1U);
    { const requests_under_way::presence before_anybody_asked(all); }
    all.on_done([&] { left.push_back(all.count()); });
    {
      const requests_under_way::presence second(all);
      EXPECT_EQ(all.count(), 2U);
    }
  }
  EXPECT_EQ(left, (std::vector<std::size_t>{1, 0}));
}

}  // namespace
}  // namespace lamina::gateway
