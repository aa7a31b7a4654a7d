#include "lamina/cli/memory.h"

#include <gtest/gtest.h>

#include <memory>
#include <vector>

namespace lamina::cli {
namespace {

// A sanitizer's allocator has nothing to give back.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST(give_free_memory_back, returns_many_small_blocks_that_were_freed_before_one_in_use) {
  give_free_memory_back();
  EXPECT_FALSE(give_free_memory_back());
  std::vector<std::unique_ptr<char[]>> blocks;
  for (int i = 0; i < 1000; ++i) {
    blocks.push_back(std::make_unique<char[]>(100'000));
    for (int page = 0; page < 100'000; page += 4096) blocks.back()[static_cast<std::size_t>(page)] = 'x';
  }
  EXPECT_FALSE(give_free_memory_back());
  blocks.erase(blocks.begin(), blocks.end() - 1);
  EXPECT_TRUE(give_free_memory_back());
  EXPECT_FALSE(give_free_memory_back());
}
#endif

}  // namespace
}  // namespace lamina::cli
