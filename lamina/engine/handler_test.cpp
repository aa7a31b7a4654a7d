#include "lamina/engine/handler.h"

#include <gtest/gtest.h>

#include "lamina/engine/engine.h"
#include "lamina/events/http_event.h"
#include "lamina/events/http_response.h"
#include "lamina/testing/manual_scheduler.h"

namespace lamina {
namespace {

struct fixture : ::testing::Test {
  testing::manual_scheduler loop;
  lamina::context context{loop};
};
using handlers = fixture;

http_response greet(const http_event& event) { return {.body = "hello " + std::string(event.query("name", "world"))}; }
task<http_response> greet_later(const http_event& event, context&) {
  co_return http_response{.body = std::string(event.query("name"))};
}

struct order {
  static result<order> from_event(const json::value& event) {
    const json::value* id = json::find(event, "id");
    if (id == nullptr) return error(422, "id is missing");
    return order{id->to_number<int>()};
  }
  int id = 0;
};

TEST_F(handlers, see_the_event_as_their_parameter_says) {
  const json::value event = json::parse(R"({"queryStringParameters":{"name":"you"},"id":7})");
  EXPECT_EQ(engine(greet)(event, context).value()->at("body"), "hello you");
  EXPECT_EQ(engine(greet_later)(event, context).value()->at("body"), "you");
  EXPECT_EQ(engine([](const order& order) { return order.id; })(event, context).value(), json::value(7));
  EXPECT_EQ(engine([](order order) -> task<int> { co_return order.id; })(event, context).value(), json::value(7));
  EXPECT_EQ(engine([] { return "text"; })(event, context).value(), json::value("text"));
}

TEST_F(handlers, fail_the_invocation_when_the_event_cannot_be_read) {
  const outcome said = engine([](const order& order) { return order.id; })(json::object(), context);
  ASSERT_FALSE(said);
  EXPECT_EQ(said.error().message, "id is missing");
}

// The test is that it compiles: what is no handler is an answer, not an error, so that engine(plugin) can be asked too.
TEST(handler_type, can_be_asked_of_anything) {
  [[maybe_unused]] const auto generic = [](const auto& event) { return event; };
  static_assert(handler_type<decltype(&greet)> && handler_type<decltype([](order order) { return order.id; })>);
  static_assert(!handler_type<decltype(generic)> && !handler_type<plugin> && !handler_type<engine> &&
                !handler_type<int>);
}

TEST_F(handlers, return_values_results_tasks_or_nothing) {
  EXPECT_EQ(engine([](const json::value&) {})(nullptr, context).value(), std::nullopt);
  EXPECT_EQ(engine([](const json::value&) -> task<void> { co_return; })(nullptr, context).value(), std::nullopt);
  EXPECT_EQ(engine([](const json::value&) { return std::optional<json::value>(); })(nullptr, context).value(),
            std::nullopt);
  EXPECT_EQ(engine([](const json::value&) { return result<int>(5); })(nullptr, context).value(), json::value(5));
  EXPECT_EQ(engine([](const json::value&) -> result<int> { return error(409); })(nullptr, context).error().status_code,
            409);
  EXPECT_TRUE(engine([](const json::value&) { return result<void>(); })(nullptr, context));
}

TEST(handler_function, waits_only_when_it_returns_a_task) {
  EXPECT_FALSE(handler_function(greet).may_wait());
  EXPECT_TRUE(handler_function(greet_later).may_wait());
  EXPECT_FALSE(handler_function().may_wait());
}

TEST_F(handlers, answer_in_the_storage_of_their_event) {
  for (const engine& chain : {engine(greet), engine(greet_later)}) {
    const auto arena = boost::json::make_shared_resource<json::monotonic_resource>();
    const outcome said = chain(json::value(json::object(arena)), context);
    EXPECT_EQ((*said)->storage().get(), arena.get());
  }
}

}  // namespace
}  // namespace lamina
