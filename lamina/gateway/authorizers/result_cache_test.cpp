#include "lamina/gateway/authorizers/result_cache.h"

#include <gtest/gtest.h>

namespace lamina::gateway {
namespace {

using namespace std::chrono_literals;

result_cache::entry answer(std::string context) {
  return std::make_shared<authorizer_result>(authorizer_result{{}, std::move(context)});
}

const steady_time start{1h};

TEST(result_cache, keeps_an_answer_for_its_lifetime) {
  result_cache cache(300s, 10);
  cache.insert("token", answer("a"), start);
  ASSERT_TRUE(cache.find("token", start + 299s));
  EXPECT_EQ(cache.find("token", start + 299s)->context, "a");
  EXPECT_FALSE(cache.find("token", start + 300s));
  EXPECT_FALSE(cache.find("other", start));
}

TEST(result_cache, a_new_answer_replaces_the_old_one) {
  result_cache cache(300s, 10);
  cache.insert("token", answer("a"), start);
  cache.insert("token", answer("b"), start + 10s);
  EXPECT_EQ(cache.find("token", start + 305s)->context, "b");
  EXPECT_EQ(cache.size(), 1U);
}

TEST(result_cache, is_bounded_and_the_oldest_goes_first) {
  result_cache cache(300s, 3);
  for (const char* token : {"1", "2", "3", "4"}) cache.insert(token, answer(token), start);
  EXPECT_EQ(cache.size(), 3U);
  EXPECT_FALSE(cache.find("1", start));
  EXPECT_TRUE(cache.find("2", start));
  EXPECT_TRUE(cache.find("4", start));
}

TEST(result_cache, forgets_what_has_expired) {
  result_cache cache(300s, 100);
  for (int i = 0; i < 50; ++i) cache.insert(std::to_string(i), answer("x"), start);
  cache.insert("new", answer("x"), start + 300s);
  EXPECT_EQ(cache.size(), 1U);
}

}  // namespace
}  // namespace lamina::gateway
