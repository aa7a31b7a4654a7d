#include "lamina/gateway/authorizers/answer_cache.h"

#include <gtest/gtest.h>

namespace lamina::gateway {
namespace {

using namespace std::chrono_literals;
using cache_of_texts = answer_cache<std::string>;

cache_of_texts::entry answer(std::string text) { return std::make_shared<const std::string>(std::move(text)); }

const steady_time start{1h};

TEST(answer_cache, keeps_an_answer_until_it_expires) {
  cache_of_texts cache(10);
  cache.insert("token", answer("a"), start + 300s, start);
  ASSERT_TRUE(cache.find("token", start + 299s));
  EXPECT_EQ(*cache.find("token", start + 299s), "a");
  EXPECT_FALSE(cache.find("token", start + 300s));
  EXPECT_FALSE(cache.find("other", start));
}

TEST(answer_cache, a_new_answer_replaces_the_old_one) {
  cache_of_texts cache(10);
  cache.insert("token", answer("a"), start + 300s, start);
  cache.insert("token", answer("b"), start + 310s, start + 10s);
  EXPECT_EQ(*cache.find("token", start + 305s), "b");
  EXPECT_EQ(cache.size(), 1U);
}

TEST(answer_cache, is_bounded_and_the_oldest_goes_first) {
  cache_of_texts cache(3);
  for (const char* token : {"1", "2", "3", "4"}) cache.insert(token, answer(token), start + 1s, start);
  EXPECT_EQ(cache.size(), 3U);
  EXPECT_FALSE(cache.find("1", start));
  EXPECT_TRUE(cache.find("2", start));
  EXPECT_TRUE(cache.find("4", start));
}

TEST(answer_cache, forgets_what_has_expired) {
  cache_of_texts cache(100);
  for (int i = 0; i < 50; ++i) cache.insert(std::to_string(i), answer("x"), start + 300s, start);
  cache.insert("new", answer("x"), start + 600s, start + 300s);
  EXPECT_EQ(cache.size(), 1U);
}

TEST(answer_cache, of_no_size_keeps_nothing) {
  cache_of_texts cache(0);
  cache.insert("token", answer("a"), start + 300s, start);
  EXPECT_FALSE(cache.find("token", start));
}

}  // namespace
}  // namespace lamina::gateway
