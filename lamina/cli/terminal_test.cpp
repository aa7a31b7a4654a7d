#include "lamina/cli/terminal.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>

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

TEST(terminal, closed_streams_are_not_taken_by_what_is_opened_next) {
  const auto next_file_after = [] {
    for (const int closed : {0, 1, 2}) ::close(closed);
    open_standard_streams();
    open_standard_streams();                                // again: nothing is to be done
    std::_Exit(::open("/dev/zero", O_RDONLY) > 2 ? 0 : 1);  // others may have left some open: not 3 everywhere
  };
  EXPECT_EXIT(next_file_after(), ::testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace lamina::cli
