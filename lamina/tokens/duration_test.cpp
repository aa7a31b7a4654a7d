#include "lamina/tokens/duration.h"

#include <gtest/gtest.h>

namespace lamina::tokens {
namespace {

TEST(duration, reads_phrases) {
  const std::pair<const char*, double> phrases[] = {{"90s", 90},
                                                    {"90 s", 90},
                                                    {"1 second", 1},
                                                    {"2 secs", 2},
                                                    {"1.5 hours", 5400},
                                                    {"10 minutes", 600},
                                                    {"1 HR", 3600},
                                                    {"3d", 259200},
                                                    {"2 Weeks", 1209600},
                                                    {"1 yr", 31557600},
                                                    {"100 years", 3155760000},
                                                    {"0.5 mins", 30},
                                                    {"007 sec", 7}};
  for (const auto& [phrase, seconds] : phrases) EXPECT_EQ(parse_duration(phrase), seconds) << phrase;
}

TEST(duration, refuses_what_is_none) {
  for (const std::string_view phrase : {"", "90", "s", "1  hour", " 1 hour", "1 hour ", "-1 hour", "1. hours",
                                        ".5 hours", "1.5.5 hours", "1 fortnight", "1e3 s", "one hour", "1 month"})
    EXPECT_FALSE(parse_duration(phrase)) << phrase;
}

}  // namespace
}  // namespace lamina::tokens
