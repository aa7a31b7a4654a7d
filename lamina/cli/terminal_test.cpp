#include "lamina/cli/terminal.h"

#include <gtest/gtest.h>

namespace lamina::cli {
namespace {

TEST(terminal, answers_go_to_standard_output_and_complaints_to_standard_error) {
  ::testing::internal::CaptureStdout();
  ::testing::internal::CaptureStderr();
  print("an answer");
  print_error("a complaint");
  EXPECT_EQ(::testing::internal::GetCapturedStdout(), "an answer\n");
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "a complaint\n");
}

}  // namespace
}  // namespace lamina::cli
