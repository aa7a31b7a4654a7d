#include "lamina/gateway/integration/trace_id.h"

#include <gtest/gtest.h>

#include <regex>

namespace lamina::gateway {
namespace {

const system_time when{std::chrono::seconds(0x66ad5d43)};
constexpr const char* root = "Root=1-3152b799-8954dae64eda91bc9a23a7e8";

bool matches(const std::string& text, const std::string& pattern) {
  return std::regex_match(text, std::regex(pattern));
}

TEST(trace_id, is_made_when_the_client_sent_none) {
  const auto made = make_trace_id("", when);
  EXPECT_TRUE(matches(made.full, "Root=1-66ad5d43-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0")) << made.full;
  EXPECT_EQ(made.event_header(), made.full.substr(0, 40));
  EXPECT_NE(make_trace_id("", when).full, made.full);
}

TEST(trace_id, of_a_client_passes_through) {
  const std::string whole = std::string(root) + ";Parent=7fa8c0f79203be72;Sampled=1";
  EXPECT_EQ(make_trace_id(whole, when).full, whole);
  EXPECT_EQ(make_trace_id(whole, when).event_header(), whole);
}

TEST(trace_id, what_a_client_left_out_is_added) {
  const auto made = make_trace_id(root, when);
  EXPECT_TRUE(matches(made.full, std::string(root) + ";Parent=[0-9a-f]{16};Sampled=0")) << made.full;
  EXPECT_EQ(made.event_header(), root);
  EXPECT_TRUE(matches(make_trace_id(std::string("Self=1;") + root + ";Sampled=1", when).full,
                      "Self=1;" + std::string(root) + ";Sampled=1;Parent=[0-9a-f]{16}"));
}

TEST(trace_id, without_a_good_root_is_replaced) {
  for (const std::string_view bad : {"nonsense", "Root=", "Root=1-3152b799-8954", ";;;",
                                     "Root=1-3152b79z-8954dae64eda91bc9a23a7e8", "Parent=7fa8c0f79203be72;Sampled=1"})
    EXPECT_TRUE(make_trace_id(bad, when).full.starts_with("Root=1-66ad5d43-")) << bad;
}

}  // namespace
}  // namespace lamina::gateway
