#include "tests/parity/cases/case_report.h"

#include <gtest/gtest.h>

namespace lamina::parity {
namespace {

using ::testing::internal::CaptureStdout;
using ::testing::internal::GetCapturedStdout;
using kind = verdict::kind;

TEST(case_report, prints_failures_and_totals) {
  CaptureStdout();
  case_report report(false);
  report.add("a", {});
  report.add("b", {kind::skipped, "not now"});
  EXPECT_FALSE(report.has_failures());
  report.add("c", {kind::failed, "x: expected 1, got 2"});
  EXPECT_TRUE(report.has_failures());
  EXPECT_EQ(report.finish(), 1);
  EXPECT_EQ(GetCapturedStdout(), "FAILED c: x: expected 1, got 2\n1 passed, 1 failed, 1 skipped\n");
}

TEST(case_report, lists_what_was_skipped_when_asked) {
  CaptureStdout();
  case_report report(true);
  report.add("a", {});
  report.add("b", {kind::skipped, "not now"});
  EXPECT_EQ(report.finish(), 0);
  EXPECT_EQ(GetCapturedStdout(), "skipped b: not now\n1 passed, 0 failed, 1 skipped\n");
}

TEST(case_report, counts_a_run_without_cases_as_failed) {
  CaptureStdout();
  EXPECT_EQ(case_report(false).finish(), 1);
  EXPECT_EQ(GetCapturedStdout(), "0 passed, 0 failed, 0 skipped\n");
}

}  // namespace
}  // namespace lamina::parity
