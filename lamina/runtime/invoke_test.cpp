#include "lamina/runtime/invoke.h"

#include <gtest/gtest.h>

#include "lamina/testing/manual_scheduler.h"

namespace lamina::runtime {
namespace {

json::value greet(const json::value& event, context&) { return {{"hello", json::find_string(event, "name")}}; }

TEST(invoke, what_is_there_at_once_is_handed_on_at_once) {
  testing::manual_scheduler loop;
  const engine chain(greet);
  const auto about = std::make_shared<context>(loop);
  std::optional<outcome> came;
  when_done(chain.run({{"name", "you"}}, about), [&came](outcome answer) { came = std::move(answer); });
  ASSERT_TRUE(came);
  EXPECT_EQ(json::serialize(***came), R"({"hello":"you"})");
}

TEST(invoke, waiting_ends_with_the_answer) {
  testing::manual_scheduler loop;
  const engine chain(greet);
  const auto answer = wait_for_answer(chain, {{"name", "you"}}, std::make_shared<context>(loop));
  EXPECT_EQ(json::serialize(**answer), R"({"hello":"you"})");
}

}  // namespace
}  // namespace lamina::runtime
