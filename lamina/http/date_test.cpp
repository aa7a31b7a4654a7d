#include "lamina/http/date.h"

#include <gtest/gtest.h>

namespace lamina::http {
namespace {

system_time at(std::int64_t seconds) { return system_time(std::chrono::seconds(seconds)); }

TEST(date, is_written_as_rfc_9110_wants_it) {
  EXPECT_EQ(http_date(at(784'111'777)), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(http_date(at(0)), "Thu, 01 Jan 1970 00:00:00 GMT");
  EXPECT_EQ(http_date(at(1'709'164'800)), "Thu, 29 Feb 2024 00:00:00 GMT");
}

TEST(date, the_cache_follows_the_clock_both_ways) {
  date_cache cache;
  EXPECT_EQ(cache.at(at(784'111'777)), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(cache.at(at(784'111'777) + std::chrono::milliseconds(999)), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(cache.at(at(784'111'778)), "Sun, 06 Nov 1994 08:49:38 GMT");
  EXPECT_EQ(cache.at(at(0)), "Thu, 01 Jan 1970 00:00:00 GMT");
}

}  // namespace
}  // namespace lamina::http
