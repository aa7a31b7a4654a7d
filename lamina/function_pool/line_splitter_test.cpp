#include "lamina/function_pool/line_splitter.h"

#include <gtest/gtest.h>

#include <vector>

namespace lamina::function_pool {
namespace {

std::vector<std::string> lines_of(std::string_view text, std::size_t piece, std::size_t max = 100) {
  line_splitter splitter(max);
  std::vector<std::string> lines;
  const auto take = [&](std::string_view line) { lines.emplace_back(line); };
  for (std::size_t at = 0; at < text.size(); at += piece) splitter.feed(text.substr(at, piece), take);
  splitter.finish(take);
  return lines;
}

TEST(line_splitter, lines_do_not_depend_on_how_the_bytes_arrive) {
  const std::vector<std::string> expected = {"one", "", "three", "four"};
  for (const std::size_t piece : {1U, 2U, 3U, 5U, 100U}) EXPECT_EQ(lines_of("one\n\nthree\r\nfour", piece), expected);
}

TEST(line_splitter, a_long_line_is_cut_at_the_limit) {
  for (const std::size_t piece : {1U, 3U, 4U, 100U}) {
    EXPECT_EQ(lines_of("abcdefghij\nk", piece, 4), (std::vector<std::string>{"abcd", "efgh", "ij", "k"})) << piece;
    EXPECT_EQ(lines_of("abcd\nef\n", piece, 4), (std::vector<std::string>{"abcd", "ef"})) << piece;
  }
}

TEST(line_splitter, nothing_gives_no_line) {
  EXPECT_TRUE(lines_of("", 1).empty());
  EXPECT_EQ(lines_of("a\n", 10), (std::vector<std::string>{"a"}));
}

}  // namespace
}  // namespace lamina::function_pool
