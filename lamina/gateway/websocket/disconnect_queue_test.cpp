#include "lamina/gateway/websocket/disconnect_queue.h"

#include <gtest/gtest.h>

#include <vector>

#include "lamina/testing/manual_scheduler.h"

namespace lamina::gateway {
namespace {

using namespace std::chrono_literals;
using function_pool::invocation;
using function_pool::invocation_result;
using function_pool::outcome;

// Answers what the test says, when it says so.
class held_function final : public function_pool::function {
 public:
  void invoke(invocation work, scheduler&, completion done) override {
    events.push_back(work.event);
    open.push_back(std::move(done));
  }
  void answer(outcome how) {
    auto done = std::move(open.front());
    open.erase(open.begin());
    done({how, "{}"});
  }

  std::vector<std::string> events;
  std::vector<completion> open;
};

class disconnect_queue_test : public ::testing::Test {
 protected:
  void add(const std::string& event) {
    queue.add({.function = &function,
               .time_limit = 29s,
               .make_event = [event] { return invocation{.event = event}; },
               .done =
                   [this](const std::optional<invocation_result>& got) {
                     results.push_back(got ? std::optional(got->outcome) : std::nullopt);
                   }});
  }

  testing::manual_scheduler loop;
  held_function function;
  std::vector<std::optional<outcome>> results;
  disconnect_queue queue{
      loop, {.max_at_once = 2, .first_wait = 100ms, .longest_wait = 400ms, .patience = 10s, .last_patience = 1s}};
};

TEST_F(disconnect_queue_test, delivers_so_many_at_once_and_the_rest_in_order) {
  for (const char* event : {"a", "b", "c", "d"}) add(event);
  EXPECT_EQ(function.events, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(queue.size(), 4u);
  function.answer(outcome::success);
  EXPECT_EQ(function.events, (std::vector<std::string>{"a", "b", "c"}));
  function.answer(outcome::success);
  function.answer(outcome::success);
  function.answer(outcome::success);
  EXPECT_EQ(queue.size(), 0u);
  EXPECT_EQ(results.size(), 4u);
}

TEST_F(disconnect_queue_test, tries_again_with_growing_pauses_while_the_function_is_throttled) {
  add("a");
  for (const auto pause : {100ms, 200ms, 400ms, 400ms}) {
    const std::size_t before = function.events.size();
    function.answer(outcome::throttled);
    loop.advance(pause - 1ms);
    EXPECT_EQ(function.events.size(), before);
    loop.advance(1ms);
    EXPECT_EQ(function.events.size(), before + 1);
  }
  function.answer(outcome::success);
  EXPECT_EQ(results, (std::vector<std::optional<outcome>>{outcome::success}));
}

// As when there is no descriptor left for another process: worth waiting, since connections are just ending.
TEST_F(disconnect_queue_test, tries_again_while_the_function_cannot_be_started) {
  add("a");
  function.answer(outcome::unavailable);
  loop.advance(100ms);
  ASSERT_EQ(function.events.size(), 2u);
  function.answer(outcome::throttled);
  loop.advance(200ms);
  ASSERT_EQ(function.events.size(), 3u);
  function.answer(outcome::success);
  EXPECT_EQ(results, (std::vector<std::optional<outcome>>{outcome::success}));
}

TEST_F(disconnect_queue_test, what_the_function_has_taken_is_delivered_whatever_came_of_it) {
  add("a");
  add("b");
  function.answer(outcome::function_error);
  EXPECT_EQ(results.size(), 1u);
  loop.advance(29s);
  EXPECT_EQ(results, (std::vector<std::optional<outcome>>{outcome::function_error, std::nullopt}));
  EXPECT_EQ(function.events.size(), 2u);
}

TEST_F(disconnect_queue_test, gives_up_after_its_patience) {
  add("a");
  const steady_time start = loop.now();
  while (results.empty()) {
    function.answer(outcome::throttled);
    if (results.empty()) loop.advance(400ms);
  }
  EXPECT_GE(loop.now() - start, 10s);
  EXPECT_LT(loop.now() - start, 11s);
  EXPECT_EQ(results.front(), outcome::throttled);
  EXPECT_EQ(queue.size(), 0u);
}

TEST_F(disconnect_queue_test, has_less_patience_at_the_end) {
  add("a");
  function.answer(outcome::throttled);
  loop.advance(100ms);
  queue.hurry();
  const steady_time start = loop.now();
  while (results.empty()) {
    function.answer(outcome::throttled);
    if (results.empty()) loop.advance(400ms);
  }
  EXPECT_GE(loop.now() - start, 1s);
  EXPECT_LT(loop.now() - start, 2s);
}

}  // namespace
}  // namespace lamina::gateway
