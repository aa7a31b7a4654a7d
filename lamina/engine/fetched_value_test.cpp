#include "lamina/engine/fetched_value.h"

#include <gtest/gtest.h>

#include <thread>

#include "lamina/base/detached.h"
#include "lamina/testing/manual_scheduler.h"

namespace lamina {
namespace {

detached await_into(std::shared_ptr<fetched_value> value, scheduler& loop, std::vector<std::string>& seen) {
  result<json::value> got = co_await value->get(loop);
  seen.push_back(got ? json::serialize(*got) : got.error().message);
}

TEST(fetched_value, is_there_at_once_when_it_is_known) {
  testing::manual_scheduler loop;
  std::vector<std::string> seen;
  await_into(std::make_shared<fetched_value>(json::value(1)), loop, seen);
  EXPECT_EQ(seen, std::vector<std::string>{"1"});
}

TEST(fetched_value, lets_all_who_wait_go_on_on_their_own_loop) {
  testing::manual_scheduler loop, other;
  std::vector<std::string> seen;
  const auto value = std::make_shared<fetched_value>();
  await_into(value, loop, seen);
  await_into(value, other, seen);
  value->settle(json::value("x"));
  EXPECT_TRUE(seen.empty());
  loop.run_ready();
  EXPECT_EQ(seen.size(), 1u);
  other.run_ready();
  await_into(value, loop, seen);
  EXPECT_EQ(seen, (std::vector<std::string>{"\"x\"", "\"x\"", "\"x\""}));
}

TEST(fetched_value, says_when_it_failed) {
  testing::manual_scheduler loop;
  std::vector<std::string> seen;
  const auto value = std::make_shared<fetched_value>();
  EXPECT_FALSE(value->has_failed());
  value->settle(error("gone"));
  EXPECT_TRUE(value->has_failed());
  await_into(value, loop, seen);
  EXPECT_EQ(seen, std::vector<std::string>{"gone"});
}

TEST(fetched_value, may_be_settled_by_another_thread) {
  for (int i = 0; i < 100; ++i) {
    testing::manual_scheduler loop;
    std::vector<std::string> seen;
    const auto value = std::make_shared<fetched_value>();
    std::thread settler([value] { value->settle(json::value(1)); });
    await_into(value, loop, seen);
    loop.run_until([&seen] { return !seen.empty(); });
    settler.join();
  }
}

}  // namespace
}  // namespace lamina
