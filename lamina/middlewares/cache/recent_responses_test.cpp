#include "lamina/middlewares/cache/recent_responses.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace lamina {
namespace {

using namespace std::chrono_literals;

// The number kept under that key, or 0.
std::int64_t number(recent_responses& of, std::string_view key, steady_time now = {}) {
  const auto found = of.find(key, now);
  return found ? found->as_int64() : 0;
}

TEST(recent_responses, forgets_what_was_not_asked_for_the_longest) {
  recent_responses subject(2, std::nullopt);
  subject.put("a", 1, {});
  subject.put("b", 2, {});
  EXPECT_EQ(number(subject, "a"), 1);
  subject.put("c", 3, {});
  EXPECT_EQ(number(subject, "a"), 1);
  EXPECT_EQ(number(subject, "b"), 0);
  EXPECT_EQ(number(subject, "c"), 3);
  EXPECT_EQ(subject.size(), 2u);
}

TEST(recent_responses, keeps_the_last_one_put) {
  recent_responses subject(2, std::nullopt);
  subject.put("a", 1, {});
  subject.put("a", 2, {});
  EXPECT_EQ(number(subject, "a"), 2);
  EXPECT_EQ(subject.size(), 1u);
}

TEST(recent_responses, forgets_what_is_too_old) {
  recent_responses subject(2, 10ms);
  const steady_time start{};
  subject.put("a", 1, start);
  EXPECT_EQ(number(subject, "a", start + 9ms), 1);
  EXPECT_EQ(number(subject, "a", start + 10ms), 0);
  EXPECT_EQ(subject.size(), 0u);
}

TEST(recent_responses, keeps_nothing_when_there_is_no_room) {
  recent_responses subject(0, std::nullopt);
  subject.put("a", 1, {});
  EXPECT_EQ(number(subject, "a"), 0);
}

TEST(recent_responses, serves_several_threads) {
  recent_responses subject(8, std::nullopt);
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&subject] {
      for (int i = 1; i <= 500; ++i) {
        const std::string key = std::to_string(i % 12);
        subject.put(key, i % 12 + 1, {});
        const std::int64_t found = number(subject, key);
        EXPECT_TRUE(found == 0 || found == i % 12 + 1);
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_LE(subject.size(), 8u);
}

}  // namespace
}  // namespace lamina
