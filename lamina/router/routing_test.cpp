#include "lamina/router/routing.h"

#include <gtest/gtest.h>

#include "lamina/base/detached.h"
#include "lamina/engine/engine.h"
#include "lamina/testing/manual_scheduler.h"

namespace lamina {
namespace {

using namespace std::chrono_literals;
using testing::manual_scheduler;

json::value say_plain(const json::value&) { return "plain"; }

task<json::value> say_later(const json::value&, context& context) {
  struct timer {
    scheduler& loop;
    bool await_ready() const { return false; }
    void await_suspend(std::coroutine_handle<> waiting) const {
      loop.call_after(10ms, [waiting] { waiting.resume(); });
    }
    void await_resume() const {}
  };
  co_await timer{context.loop()};
  co_return "later";
}

// The event is the name of the route.
handler_function router_of(named_handlers handlers, bool may_wait, not_found_response not_found = {}) {
  return make_router({[handlers = std::move(handlers)](json::value& event) -> result<route_choice> {
                        if (!event.is_string()) return error(400, "no name");
                        const std::string name(event.get_string());
                        return route_choice{handlers.find(name), {{"name", name}}};
                      },
                      may_wait, std::move(not_found), error(404, "no such route"), "@middy/test"});
}

outcome call(const engine& chain, json::value event) {
  manual_scheduler loop;
  context context(loop);
  return chain(std::move(event), context);
}

TEST(named_handlers, keep_the_last_of_a_name) {
  named_handlers handlers;
  EXPECT_EQ(handlers.find("a"), nullptr);
  handlers.set("a", [] { return json::value(1); });
  handlers.set("a", [] { return json::value(2); });
  handlers.set("b", [] { return json::value(3); });
  ASSERT_NE(handlers.find("a"), nullptr);
  EXPECT_EQ(**call(engine(*handlers.find("a")), nullptr), json::value(2));
}

TEST(make_router, is_synchronous_when_its_handlers_are) {
  named_handlers handlers;
  handlers.set("plain", say_plain);
  const engine chain(router_of(handlers, false));
  EXPECT_FALSE(chain.may_wait());
  EXPECT_EQ(**call(chain, "plain"), json::value("plain"));
}

TEST(make_router, awaits_a_handler_that_is_not) {
  named_handlers handlers;
  handlers.set("plain", say_plain);
  handlers.set("later", say_later);
  const engine chain(router_of(handlers, true));
  EXPECT_TRUE(chain.may_wait());
  EXPECT_EQ(**call(chain, "plain"), json::value("plain"));
  EXPECT_EQ(**call(chain, "later"), json::value("later"));
}

TEST(make_router, gives_up_a_slow_handler_at_the_early_timeout) {
  named_handlers handlers;
  handlers.set("later", say_later);
  const engine chain(router_of(handlers, true));
  manual_scheduler loop;
  context context(loop);
  context.deadline = loop.now() + 8ms;
  const outcome said = chain("later", context);
  ASSERT_FALSE(said);
  EXPECT_EQ(said.error().name, "TimeoutError");
}

TEST(make_router, hands_events_to_engines_with_middlewares_of_their_own) {
  named_handlers handlers;
  handlers.set("inner", engine(say_plain).after([](request& request) { request.response = "wrapped"; }));
  EXPECT_EQ(**call(router_of(handlers, false), "inner"), json::value("wrapped"));
}

TEST(make_router, fails_with_what_was_asked_for_when_there_is_no_route) {
  const outcome said = call(router_of({}, false), "x");
  ASSERT_FALSE(said);
  EXPECT_EQ(said.error().status_code, 404);
  EXPECT_EQ(json::serialize(*said.error().cause), R"({"package":"@middy/test","data":{"name":"x"}})");
}

TEST(make_router, fails_with_the_error_of_the_choice) {
  const outcome said = call(router_of({}, false), 1);
  ASSERT_FALSE(said);
  EXPECT_EQ(said.error().message, "no name");
}

TEST(make_router, lets_not_found_answer_or_throw) {
  const auto answer = [](const json::object& asked) -> std::optional<json::value> {
    if (asked.at("name") == "bad") throw error(410);
    return asked.at("name");
  };
  EXPECT_EQ(**call(router_of({}, false, answer), "x"), json::value("x"));
  EXPECT_EQ(call(router_of({}, false, answer), "bad").error().status_code, 410);
}

}  // namespace
}  // namespace lamina
