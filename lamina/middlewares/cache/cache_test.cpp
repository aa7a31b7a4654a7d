#include "lamina/middlewares/cache/cache.h"

#include <gtest/gtest.h>

#include <map>

#include "lamina/engine/engine.h"
#include "lamina/middlewares/cache/json_digest.h"
#include "lamina/middlewares/registry.h"
#include "lamina/testing/manual_scheduler.h"

namespace lamina {
namespace {

using namespace std::chrono_literals;

struct fixture : ::testing::Test {
  // Answers with how often it was called.
  engine counting() {
    return engine([this](const json::value&) { return json::value(++calls); });
  }
  json::value answer(const engine& chain, json::value event) {
    lamina::context context(loop);
    return chain(std::move(event), context).value().value();
  }
  testing::manual_scheduler loop;
  int calls = 0;
};
using cache_middleware = fixture;

TEST_F(cache_middleware, answers_the_same_event_with_the_same_response) {
  const engine chain = counting().use(cache());
  EXPECT_EQ(answer(chain, {{"a", 1}}), json::value(1));
  EXPECT_EQ(answer(chain, {{"a", 2}}), json::value(2));
  EXPECT_EQ(answer(chain, {{"a", 1}}), json::value(1));
  EXPECT_EQ(calls, 2);
}

TEST_F(cache_middleware, keeps_a_response_beyond_its_invocation) {
  const engine chain = engine([](const json::value& event) { return event; }).use(cache());
  for (int i = 0; i < 2; ++i) {
    json::monotonic_resource arena;
    EXPECT_EQ(answer(chain, json::parse(R"({"list":["a text that is too long for a small buffer"]})", &arena)),
              json::parse(R"({"list":["a text that is too long for a small buffer"]})"));
  }
}

TEST_F(cache_middleware, keeps_what_later_middlewares_made_of_it) {
  int touched = 0;
  const engine chain = counting().use(cache()).after(
      [&touched](request& request) { request.response = "touched " + std::to_string(++touched); });
  EXPECT_EQ(answer(chain, 1), json::value("touched 1"));
  EXPECT_EQ(answer(chain, 1), json::value("touched 1"));
}

TEST_F(cache_middleware, finds_the_key_of_the_event_as_it_came) {
  const engine chain = counting().use(cache()).before([](request& request) {
    request.event = json::object{{"time", "now"}};
  });
  EXPECT_EQ(answer(chain, 1), json::value(1));
  EXPECT_EQ(answer(chain, 2), json::value(2));
  EXPECT_EQ(answer(chain, 1), json::value(1));
}

TEST_F(cache_middleware, keeps_no_errors_and_nothing) {
  for (const bool is_error : {true, false}) {
    calls = 0;
    const engine chain = engine([&](const json::value&, lamina::context&) -> std::optional<json::value> {
                           ++calls;
                           if (is_error) throw error("boom");
                           return std::nullopt;
                         }).use(cache());
    lamina::context context(loop);
    EXPECT_EQ(chain(1, context).has_value(), !is_error);
    EXPECT_EQ(chain(1, context).has_value(), !is_error);
    EXPECT_EQ(calls, 2);
  }
}

TEST_F(cache_middleware, forgets) {
  const engine chain = counting().use(cache({.maximum_size = 1, .expiry = 10ms}));
  EXPECT_EQ(answer(chain, 1), json::value(1));
  loop.advance(9ms);
  EXPECT_EQ(answer(chain, 1), json::value(1));
  loop.advance(1ms);
  EXPECT_EQ(answer(chain, 1), json::value(2));
  EXPECT_EQ(answer(chain, 2), json::value(3));
  EXPECT_EQ(answer(chain, 1), json::value(4));
}

TEST_F(cache_middleware, takes_a_key_of_ones_own) {
  const engine chain = counting().use(cache(
      {.calculate_cache_id = [](const json::value& event) { return std::string(json::find_string(event, "path")); }}));
  EXPECT_EQ(answer(chain, {{"path", "/a"}, {"requestId", 1}}), json::value(1));
  EXPECT_EQ(answer(chain, {{"path", "/a"}, {"requestId", 2}}), json::value(1));
  EXPECT_EQ(answer(chain, {{"path", "/b"}}), json::value(2));
}

std::map<std::string, json::value>& elsewhere() {
  static std::map<std::string, json::value> kept;
  return kept;
}
task<std::optional<json::value>> get_elsewhere(std::string key) {
  const auto found = elsewhere().find(key);
  if (found == elsewhere().end()) co_return std::nullopt;
  co_return found->second;
}
task<void> set_elsewhere(std::string key, json::value response) {
  elsewhere()[key] = std::move(response);
  co_return;
}
task<void> fail_to_set(std::string, json::value) {
  throw error("full");
  co_return;
}

TEST_F(cache_middleware, takes_a_storage_of_ones_own) {
  const engine chain = counting().use(cache({.get_value = get_elsewhere, .set_value = set_elsewhere}));
  EXPECT_EQ(answer(chain, json::object()), json::value(1));
  EXPECT_EQ(elsewhere().begin()->first, "99914b932bd37a50b983c5e7c90ae93b");
  elsewhere().begin()->second = "from elsewhere";
  EXPECT_EQ(answer(chain, json::object()), json::value("from elsewhere"));
  const engine failing = counting().use(cache({.get_value = get_elsewhere, .set_value = fail_to_set}));
  lamina::context context(loop);
  EXPECT_EQ(failing(1, context).error().message, "full");
  EXPECT_THROW(cache({.get_value = get_elsewhere}), error);
}

TEST_F(cache_middleware, two_in_one_chain_do_not_mix_their_keys) {
  const engine chain =
      counting()
          .use(cache({.calculate_cache_id = [](const json::value&) { return std::string("one"); }, .maximum_size = 0}))
          .use(cache({.calculate_cache_id = [](const json::value& event) { return json::serialize(event); }}));
  EXPECT_EQ(answer(chain, 1), json::value(1));
  EXPECT_EQ(answer(chain, 2), json::value(2));
  EXPECT_EQ(answer(chain, 1), json::value(1));
}

TEST(cache, reads_options) {
  const auto read = cache::read_options({{"maximumSize", 3}, {"expiry", 1000}});
  EXPECT_EQ(read.maximum_size, 3u);
  EXPECT_EQ(read.expiry, 1s);
  for (const json::object& bad : {json::object{{"maximumSize", -1}}, json::object{{"getValue", "f"}},
                                  json::object{{"expiry", "1s"}}, json::object{{"x", 1}}})
    EXPECT_THROW(standard_middlewares().make("cache", bad), error) << json::serialize(bad);
}

}  // namespace
}  // namespace lamina
