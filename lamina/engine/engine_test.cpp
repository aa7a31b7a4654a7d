#include "lamina/engine/engine.h"

#include <gtest/gtest.h>

#include <thread>

#include "lamina/base/detached.h"
#include "lamina/testing/manual_scheduler.h"

namespace lamina {
namespace {

using namespace std::chrono_literals;
using testing::manual_scheduler;

// The order of events of one invocation, kept in its context: hooks are const and shared.
void note(context& context, std::string_view text) {
  json::value& notes = context.document["notes"];
  if (notes.is_null()) notes.emplace_array();
  notes.get_array().emplace_back(text);
}

std::string notes(const context& context) {
  std::string all;
  if (const json::value* list = context.document.if_contains("notes"))
    for (const json::value& item : list->get_array()) all.append(all.empty() ? "" : " ").append(item.get_string());
  return all;
}

struct tracer {
  std::string id;
  void before(request& request) const { note(request.context, id + "+"); }
  void after(request& request) const { note(request.context, id + "-"); }
  void on_error(request& request) const { note(request.context, id + "!"); }
};

task<void> pause(scheduler& loop, std::chrono::milliseconds time) {
  struct timer {
    scheduler& loop;
    std::chrono::milliseconds time;
    bool await_ready() const { return false; }
    void await_suspend(std::coroutine_handle<> waiting) const {
      loop.call_after(time, [waiting] { waiting.resume(); });
    }
    void await_resume() const {}
  };
  co_await timer{loop, time};
}

struct slow_tracer {
  std::string id;
  task<void> before(request& request) const {
    co_await pause(request.context.loop(), 10ms);
    note(request.context, id + "+");
  }
  task<step> after(request& request) const {
    co_await pause(request.context.loop(), 10ms);
    note(request.context, id + "-");
    co_return go_on();
  }
};

json::value answer(const json::value&, context& context) {
  note(context, "handler");
  return "ok";
}

task<json::value> slow_answer(const json::value&, context& context) {
  note(context, "handler");
  co_await pause(context.loop(), 100ms);
  note(context, "late");
  co_return "ok";
}

struct fixture : ::testing::Test {
  manual_scheduler loop;
  lamina::context context{loop};
};
using engine_chain = fixture;

TEST_F(engine_chain, runs_before_in_order_and_after_in_reverse) {
  const engine chain = engine(answer).use(tracer{"a"}).use({tracer{"b"}, tracer{"c"}});
  EXPECT_FALSE(chain.may_wait());
  EXPECT_EQ(chain(nullptr, context).value(), json::value("ok"));
  EXPECT_EQ(notes(context), "a+ b+ c+ handler c- b- a-");
}

TEST_F(engine_chain, runs_on_error_in_reverse_and_hands_out_the_error) {
  const engine chain =
      engine([](const json::value&) { throw std::runtime_error("boom"); }).use(tracer{"a"}).use(tracer{"b"});
  const outcome said = chain(nullptr, context);
  ASSERT_FALSE(said);
  EXPECT_EQ(said.error().message, "boom");
  EXPECT_EQ(said.error().name, "Error");
  EXPECT_EQ(notes(context), "a+ b+ b! a!");
}

TEST_F(engine_chain, catches_whatever_is_thrown) {
  EXPECT_EQ(engine([](const json::value&) { throw error(404); })(nullptr, context).error().name, "NotFoundError");
  EXPECT_FALSE(engine([](const json::value&) { throw 7; })(nullptr, context));
}

TEST_F(engine_chain, mixes_hooks_that_wait_with_hooks_that_do_not) {
  const engine chain = engine(slow_answer).use(slow_tracer{"a"}).use(tracer{"b"}).use(slow_tracer{"c"});
  EXPECT_TRUE(chain.may_wait());
  EXPECT_EQ(chain(nullptr, context).value(), json::value("ok"));
  EXPECT_EQ(notes(context), "a+ b+ c+ handler late c- b- a-");
  EXPECT_EQ(loop.now().time_since_epoch(), 140ms);
}

TEST_F(engine_chain, refuses_a_middleware_without_hooks_and_then_attaches_none_of_its_list) {
  engine chain(answer);
  EXPECT_THROW(chain.use({tracer{"a"}, middleware()}), error);
  EXPECT_TRUE(chain(nullptr, context));
  EXPECT_EQ(notes(context), "handler");
}

TEST_F(engine_chain, takes_single_functions_as_hooks) {
  const engine chain = engine(answer)
                           .before([](request& request) { note(request.context, "before"); })
                           .after([](request&) { return respond("changed"); })
                           .on_error([](request&) { return go_on(); });
  EXPECT_EQ(chain(nullptr, context).value(), json::value("changed"));
  EXPECT_EQ(notes(context), "before handler");
}

TEST_F(engine_chain, without_a_handler_answers_nothing) {
  EXPECT_EQ(engine()(nullptr, context).value(), std::nullopt);
  EXPECT_EQ(engine().handler(answer)(nullptr, context).value(), json::value("ok"));
}

TEST_F(engine_chain, is_a_value) {
  engine one = engine(answer).use(tracer{"a"});
  const engine two = one;
  one.use(tracer{"b"});
  EXPECT_TRUE(two(nullptr, context));
  EXPECT_EQ(notes(context), "a+ handler a-");
}

TEST_F(engine_chain, may_be_the_handler_of_another_and_shares_the_event_with_it) {
  const engine inner = engine([](const json::value& event) { return event; }).before([](request& request) {
    request.event.as_object()["inner"] = true;
  });
  const engine outer =
      engine().handler(inner).after([](request& request) { note(request.context, json::serialize(request.event)); });
  EXPECT_EQ(outer(json::object(), context).value(), json::value({{"inner", true}}));
  EXPECT_EQ(notes(context), R"({"inner":true})");
}

using engine_timeout = fixture;

TEST_F(engine_timeout, gives_a_slow_handler_up_and_lets_it_end) {
  context.deadline = loop.now() + 60ms;
  const engine chain = engine(slow_answer).use(tracer{"a"});
  const outcome said = chain(nullptr, context);
  ASSERT_FALSE(said);
  EXPECT_EQ(said.error().name, "TimeoutError");
  EXPECT_TRUE(context.stop_token().stop_requested());
  EXPECT_EQ(notes(context), "a+ handler a! late");
}

detached keep_answer(eventual<outcome> work, std::optional<outcome>& answer) {
  outcome said = co_await work;
  answer.emplace(std::move(said));
}

TEST_F(engine_timeout, answers_at_once_and_keeps_event_and_context_for_the_handler) {
  auto shared = std::make_shared<lamina::context>(loop);
  shared->deadline = loop.now() + 60ms;
  const std::weak_ptr<lamina::context> alive = shared;
  std::optional<outcome> answer;
  auto chain =
      std::make_unique<engine>(engine(slow_answer, {.timeout_early_response = [] { return json::value("sorry"); }}));
  keep_answer(chain->run("event", std::move(shared)), answer);
  loop.advance(54ms);
  EXPECT_FALSE(answer);
  loop.advance(1ms);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->value(), json::value("sorry"));
  chain.reset();
  ASSERT_FALSE(alive.expired());
  EXPECT_EQ(notes(*alive.lock()), "handler");
  loop.run_all();
  EXPECT_TRUE(alive.expired());
}

TEST_F(engine_timeout, sets_no_timer_for_a_handler_that_is_done_at_once_or_without_a_deadline) {
  context.deadline = loop.now() + 1ms;
  std::size_t timers = 9;
  const engine quick([&timers, this](const json::value&, lamina::context&) -> task<void> {
    timers = loop.timer_count();
    co_return;
  });
  EXPECT_TRUE(quick(nullptr, context));
  EXPECT_EQ(timers, 0u);
  EXPECT_EQ(loop.timer_count(), 0u);
  context.deadline.reset();
  EXPECT_EQ(engine(slow_answer)(nullptr, context).value(), json::value("ok"));
}

TEST_F(engine_timeout, may_be_switched_off) {
  context.deadline = loop.now() + 10ms;
  EXPECT_EQ(engine(slow_answer, {.timeout_early = 0ms})(nullptr, context).value(), json::value("ok"));
}

TEST_F(engine_timeout, of_an_inner_engine_leaves_the_outer_one_intact) {
  context.deadline = loop.now() + 60ms;
  const engine inner = engine(slow_answer).on_error([](request&) { return respond("inner"); });
  const engine outer = engine().handler(inner).use(tracer{"o"});
  EXPECT_EQ(outer({{"k", "v"}}, context).value(), json::value("inner"));
  EXPECT_EQ(notes(context), "o+ handler o- late");
}

TEST(engine_threads, share_one_built_engine) {
  const engine chain = engine(slow_answer).use(tracer{"a"}).use(slow_tracer{"b"});
  const auto serve = [&chain] {
    manual_scheduler loop;
    for (int i = 0; i < 200; ++i) {
      context context(loop);
      const outcome said = chain({{"number", i}}, context);
      ASSERT_TRUE(said);
      ASSERT_EQ(notes(context), "a+ b+ handler late b- a-");
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back(serve);
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace lamina
