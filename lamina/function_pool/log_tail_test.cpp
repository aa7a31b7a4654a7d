#include "lamina/function_pool/log_tail.h"

#include <gtest/gtest.h>

namespace lamina::function_pool {
namespace {

TEST(log_tail, keeps_every_line_of_a_short_log) {
  log_tail tail;
  tail.add("one");
  tail.add("");
  tail.add("two");
  EXPECT_EQ(tail.take(), "one\n\ntwo\n");
  EXPECT_EQ(tail.take(), "");
}

TEST(log_tail, keeps_the_last_four_kilobytes_of_a_long_one) {
  log_tail tail;
  std::string all;
  for (int i = 0; i < 5'000; ++i) {
    tail.add(std::to_string(i));
    all += std::to_string(i) + "\n";
  }
  EXPECT_EQ(tail.take(), all.substr(all.size() - 4096));
}

TEST(log_tail, keeps_the_end_of_a_line_that_is_too_long) {
  log_tail tail;
  tail.add("before");
  tail.add(std::string(100'000, 'x') + "end");
  const std::string text = tail.take();
  EXPECT_EQ(text.size(), 4096U);
  EXPECT_TRUE(text.ends_with("xxend\n"));
}

}  // namespace
}  // namespace lamina::function_pool
