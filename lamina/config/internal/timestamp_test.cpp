#include "lamina/config/internal/timestamp.h"

#include <gtest/gtest.h>

namespace lamina::config {
namespace {

TEST(timestamp_text, knows_the_forms_of_yaml) {
  const std::pair<const char*, const char*> rows[] = {
      {"2001-12-15", "2001-12-15T00:00:00.000Z"},
      {"2001-12-14T21:59:43Z", "2001-12-14T21:59:43.000Z"},
      {"2001-12-14t21:59:43.10-05:00", "2001-12-15T02:59:43.100Z"},
      {"2001-12-14 21:59:43.10 -5", "2001-12-15T02:59:43.100Z"},
      {"2001-12-15 2:59:43.123456", "2001-12-15T02:59:43.123Z"},
      {"2001-1-1 00:00:00+00:30", "2000-12-31T23:30:00.000Z"},
  };
  for (const auto& [text, instant] : rows) EXPECT_EQ(timestamp_text(text), instant) << text;
}

TEST(timestamp_text, leaves_what_is_none) {
  for (const char* text : {"", "2001", "2001-1-1", "2001-13-01", "2001-02-30", "2001-12-14T", "2001-12-14T25:00:00",
                           "2001-12-14T21:59", "2001-12-14 21:59:43 X", "2001-12-14T21:59:43Zx", "20011214"})
    EXPECT_EQ(timestamp_text(text), std::nullopt) << text;
}

}  // namespace
}  // namespace lamina::config
