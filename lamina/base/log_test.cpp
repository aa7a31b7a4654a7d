#include "lamina/base/log.h"

#include <gtest/gtest.h>

#include <string>

namespace lamina {
namespace {

struct recording_log {
  std::string text;
  logger log{log_level::info, [this](std::string_view line) { text += line; }};
};

TEST(log, writes_one_line_of_json) {
  recording_log recorded;
  recorded.log.info("a \"b\"\n", {{"requestId", "r-1"}, {"ms", std::int64_t{12}}, {"ratio", 0.5}, {"cold", true}});
  EXPECT_TRUE(recorded.text.starts_with(R"({"time":"20)")) << recorded.text;
  EXPECT_TRUE(recorded.text.ends_with(
      R"("level":"info","message":"a \"b\"\u000a","requestId":"r-1","ms":12,"ratio":0.5,"cold":true})"
      "\n"))
      << recorded.text;
}

TEST(log, writes_lines_of_other_formats_to_standard_output) {
  ::testing::internal::CaptureStdout();
  logger::to_stdout().write_line("{}");
  EXPECT_EQ(::testing::internal::GetCapturedStdout(), "{}\n");
}

TEST(log, nothing_below_the_minimum) {
  recording_log recorded;
  recorded.log.debug("quiet");
  EXPECT_EQ(recorded.text, "");
  EXPECT_FALSE(recorded.log.writes(log_level::debug));
}

TEST(log, times_are_utc_with_milliseconds) {
  EXPECT_EQ(iso_time(system_time(std::chrono::milliseconds(1'722'641'683'123))), "2024-08-02T23:34:43.123Z");
}

TEST(log, levels_have_names_in_any_case) {
  EXPECT_EQ(parse_log_level("WARN"), log_level::warn);
  EXPECT_FALSE(parse_log_level("loud"));
}

}  // namespace
}  // namespace lamina
