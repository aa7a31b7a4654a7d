#include "lamina/middlewares/cloudwatch_metrics/metric_limits.h"

#include <gtest/gtest.h>

#include <limits>

namespace lamina::metric_limits {
namespace {

using namespace std::chrono_literals;

// The message, or "".
std::string said(const result<void>& fine) { return fine ? "" : fine.error().message; }

TEST(metric_limits, of_dimensions) {
  EXPECT_EQ(said(check_dimensions({{"a", "1"}, {"b c", "~"}})), "");
  EXPECT_EQ(said(check_dimensions({{"", "x"}})), "Dimension key  has invalid characters");
  EXPECT_EQ(said(check_dimensions({{" ", "x"}})), "Dimension key   must include at least one non-whitespace character");
  EXPECT_EQ(said(check_dimensions({{"a", "\t"}})),
            "Dimension value \t must include at least one non-whitespace character");
  EXPECT_EQ(said(check_dimensions({{"a", "é"}})), "Dimension value é has invalid characters");
  EXPECT_EQ(said(check_dimensions({{":a", "x"}})), "Dimension key :a cannot start with ':'");
  const std::string long_key(251, 'k'), long_value(1025, 'v');
  EXPECT_EQ(said(check_dimensions({{long_key, "x"}})),
            "Dimension key " + long_key + " must not exceed maximum length 250");
  EXPECT_EQ(said(check_dimensions({{"a", long_value}})),
            "Dimension value " + long_value + " must not exceed maximum length 1024");
  std::vector<std::pair<std::string, std::string>> many(30, {"k", "v"});
  EXPECT_EQ(said(check_dimensions(many)), "");
  many.emplace_back("k", "v");
  EXPECT_EQ(said(check_dimensions(many)), "Maximum number of dimensions per dimension set allowed are 30");
}

TEST(metric_limits, of_metrics) {
  EXPECT_EQ(said(check_metric("é", -0.5)), "");
  EXPECT_EQ(said(check_metric("\u00a0\u3000", 1)),
            "Metric key \u00a0\u3000 must include at least one non-whitespace character");
  std::string name;
  for (int i = 0; i < 512; ++i) name += "\U0001F600";  // 1024 units of UTF-16
  EXPECT_EQ(said(check_metric(name, 1)), "");
  EXPECT_EQ(said(check_metric(name + "x", 1)), "Metric key " + name + "x must not exceed maximum length 1024");
  EXPECT_EQ(said(check_metric("_aws", 1)), "Metric key _aws is taken: the line describes its metrics there");
  EXPECT_EQ(said(check_metric("x", std::numeric_limits<double>::quiet_NaN())), "Metric value NaN is not a number");
  EXPECT_EQ(said(check_metric("x", -std::numeric_limits<double>::infinity())),
            "Metric value -Infinity is not a number");
  EXPECT_EQ(said(check_metric("x", 9007199254740991)), "");
  EXPECT_EQ(said(check_metric("x", 9007199254740992)),
            "Metric value 9007199254740992 must not exceed maximum value 9007199254740991}");
  EXPECT_EQ(said(check_metric("x", -9007199254740992)),
            "Metric value -9007199254740992 must not be less than minimum value -9007199254740991");
}

TEST(metric_limits, of_namespaces) {
  EXPECT_EQ(said(check_namespace("My App/a.b_c#d:e-f")), "");
  EXPECT_EQ(said(check_namespace(" ")), "Namespace must include at least one non-whitespace character");
  EXPECT_EQ(said(check_namespace("a,b")), "Namespace a,b has invalid characters");
  EXPECT_EQ(said(check_namespace(std::string(257, 'n'))), "Namespace must not exceed maximum length 256");
}

TEST(metric_limits, of_times) {
  const system_time now(1'767'225'600s);  // 2026-01-01
  EXPECT_EQ(said(check_time(now - 14 * 24h, now)), "");
  EXPECT_EQ(said(check_time(now + 2h, now)), "");
  EXPECT_EQ(said(check_time(now - 14 * 24h - 1s, now)),
            "Timestamp 2025-12-17T23:59:59.000Z must not be older than 1209600000 milliseconds");
  EXPECT_EQ(said(check_time(now + 2h + 1s, now)),
            "Timestamp 2026-01-01T02:00:01.000Z must not be newer than 7200000 milliseconds");
}

}  // namespace
}  // namespace lamina::metric_limits
