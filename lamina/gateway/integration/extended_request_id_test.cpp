#include "lamina/gateway/integration/extended_request_id.h"

#include <gtest/gtest.h>

namespace lamina::gateway {
namespace {

TEST(extended_request_id, looks_like_those_of_the_service_and_is_never_the_same) {
  const std::string one = make_extended_request_id();
  EXPECT_EQ(one.size(), 16U);
  EXPECT_EQ(one.find('='), 15U);
  EXPECT_NE(one, make_extended_request_id());
}

TEST(extended_request_id, is_of_the_letters_that_need_no_escape_in_a_url) {
  for (int i = 0; i < 100; ++i) EXPECT_EQ(make_extended_request_id().find_first_of("+/"), std::string::npos);
}

}  // namespace
}  // namespace lamina::gateway
