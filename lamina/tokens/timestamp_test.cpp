#include "lamina/tokens/timestamp.h"

#include <gtest/gtest.h>

namespace lamina::tokens {
namespace {

// Milliseconds since 1970, -1 for no moment.
std::int64_t read(std::string_view text) {
  const auto when = parse_timestamp(text);
  return when ? when->time_since_epoch().count() : -1;
}

TEST(timestamp, is_a_moment) {
  EXPECT_EQ(read("1970-01-01T00:00:00Z"), 0);
  EXPECT_EQ(read("2022-01-01T00:00:00+00:00"), 1640995200000);
  EXPECT_EQ(read("2022-01-01T01:30:00+01:30"), 1640995200000);
  EXPECT_EQ(read("2021-12-31T16:00:00-08:00"), 1640995200000);
  EXPECT_EQ(read("2024-02-29T12:00:00.5Z"), 1709208000500);
  EXPECT_EQ(read("2024-02-29T12:00:00.123456789Z"), 1709208000123);
  EXPECT_EQ(read("9999-12-31T23:59:59Z"), 253402300799000);
}

TEST(timestamp, is_nothing_else) {
  for (const std::string_view text :
       {"", "2022", "2022-01-01", "2022-01-01T00:00:00", "2022-01-01 00:00:00Z", "2022-01-01T00:00:00z",
        "2022-01-01T00:00:00.Z", "2022-01-01T00:00:00ZZ", "2022-13-01T00:00:00Z", "2022-02-29T00:00:00Z",
        "2022-01-01T24:00:00Z", "2022-01-01T00:60:00Z", "2022-01-01T00:00:60Z", "2022-01-01T00:00:00+24:00",
        "2022-01-01T00:00:00+0000", "1969-01-01T00:00:00Z", "+022-01-01T00:00:00Z", "1640995200"})
    EXPECT_EQ(read(text), -1) << text;
}

}  // namespace
}  // namespace lamina::tokens
