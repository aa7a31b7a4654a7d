#include "lamina/net/loop_threads.h"

#include <gtest/gtest.h>

#include <set>

namespace lamina::net {
namespace {

TEST(loop_threads, each_loop_has_a_thread_of_its_own) {
  loop_threads threads(3);
  std::set<std::thread::id> seen{std::this_thread::get_id()};
  for (std::size_t i = 0; i < threads.size(); ++i)
    run_on(threads[i], [&seen] { seen.insert(std::this_thread::get_id()); });
  EXPECT_EQ(seen.size(), 4u);
}

TEST(loop_threads, run_on_returns_when_the_work_is_done) {
  loop_threads threads(1);
  int sum = 0;
  for (int i = 1; i <= 100; ++i) run_on(threads[0], [&sum, i] { sum += i; });
  EXPECT_EQ(sum, 5050);
}

TEST(loop_threads, indexes_wrap_around) {
  loop_threads threads(2);
  EXPECT_EQ(&threads[0], &threads[2]);
}

}  // namespace
}  // namespace lamina::net
