#include "lamina/engine/fetcher.h"

#include <gtest/gtest.h>

#include "lamina/engine/engine.h"
#include "lamina/engine/get_internal.h"
#include "lamina/testing/manual_scheduler.h"

namespace lamina {
namespace {

using namespace std::chrono_literals;

// Answers every key after 100 ms with "<key><number of the call>", or fails.
struct service {
  std::vector<std::string> asked;
  std::string failing;  // the key it has trouble with
  bool throws = false;  // at once, instead of failing later
};

struct in_100_ms {
  scheduler& loop;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> coroutine) const {
    loop.call_after(100ms, [coroutine] { coroutine.resume(); });
  }
  void await_resume() const noexcept {}
};

task<result<json::value>> call(service& of, std::string key, scheduler& loop) {
  of.asked.push_back(key);
  const std::string answer = key + std::to_string(of.asked.size());
  const bool fails = key == of.failing;
  if (fails && of.throws) throw error("thrown");
  co_await in_100_ms{loop};
  if (fails) co_return error("gone");
  co_return json::value(answer);
}

struct secrets {
  fetcher values;
  void prefetch(scheduler& loop) const { values.prefetch(loop); }
  void before(request& request) const { values.load_into(request.internal, request.context.loop()); }
};

task<step> answer_with_all(request& request) {
  result<json::object> got = co_await get_internal(true, request);
  if (!got) co_return fail(got.error());
  co_return respond(*std::move(got));
}

struct fetchers : ::testing::Test {
  engine chain(std::int64_t expiry = -1) {
    const auto fetch = [this](std::string key, scheduler& on) { return call(remote, std::move(key), on); };
    return engine()
        .use(secrets{fetcher({"a", "b"}, fetch, {.key = "secrets", .expiry = expiry}, cache)})
        .before(answer_with_all);
  }
  // One event; the storage, or what went wrong with its values.
  std::string serve(const engine& chain) {
    context about(loop);
    const outcome came = chain(nullptr, about);
    return json::serialize(came ? **came : came.error().cause->at("data"));
  }

  process_cache cache;
  service remote;
  testing::manual_scheduler loop;
  using asked = std::vector<std::string>;
};

TEST_F(fetchers, load_when_a_request_comes) {
  const engine lazy = chain();
  EXPECT_TRUE(remote.asked.empty());
  EXPECT_EQ(serve(lazy), R"({"a":"a1","b":"b2"})");
  EXPECT_EQ(serve(lazy), R"({"a":"a1","b":"b2"})");
  EXPECT_EQ(remote.asked, (asked{"a", "b"}));
}

TEST_F(fetchers, load_ahead_of_the_first_request) {
  const engine eager = chain();
  eager.prefetch(loop);
  EXPECT_EQ(remote.asked, (asked{"a", "b"}));
  loop.advance(100ms);
  const steady_time before = loop.now();
  EXPECT_EQ(serve(eager), R"({"a":"a1","b":"b2"})");
  EXPECT_EQ(loop.now(), before);
  eager.prefetch(loop);
  EXPECT_EQ(remote.asked.size(), 2u);
}

TEST_F(fetchers, let_a_request_wait_for_what_is_on_its_way) {
  const engine eager = chain();
  eager.prefetch(loop);
  loop.advance(40ms);
  const steady_time before = loop.now();
  EXPECT_EQ(serve(eager), R"({"a":"a1","b":"b2"})");
  EXPECT_EQ(loop.now() - before, 60ms);
  EXPECT_EQ(remote.asked.size(), 2u);
}

TEST_F(fetchers, load_nothing_ahead_when_nothing_is_kept) {
  const engine uncached = chain(0);
  uncached.prefetch(loop);
  EXPECT_TRUE(remote.asked.empty());
  EXPECT_EQ(serve(uncached), R"({"a":"a1","b":"b2"})");
  EXPECT_EQ(serve(uncached), R"({"a":"a3","b":"b4"})");
}

TEST_F(fetchers, tell_nobody_of_a_prefetch_that_failed_but_repeat_the_key) {
  for (const bool throws : {false, true}) {
    cache.clear();
    remote = {.asked = {}, .failing = "b", .throws = throws};
    const engine eager = chain();
    eager.prefetch(loop);
    loop.run_all();
    remote.failing = "";
    EXPECT_EQ(serve(eager), R"({"a":"a1","b":"b3"})");
    EXPECT_EQ(remote.asked, (asked{"a", "b", "b"}));
  }
}

TEST_F(fetchers, tell_a_request_that_awaits_a_prefetch_of_its_failure_and_repeat_it_for_the_next) {
  const engine eager = chain();
  remote.failing = "a";
  eager.prefetch(loop);
  remote.failing = "";
  EXPECT_EQ(serve(eager), R"([{"name":"Error","message":"gone"}])");
  EXPECT_EQ(remote.asked, (asked{"a", "b"}));
  EXPECT_EQ(serve(eager), R"({"a":"a3","b":"b2"})");
  EXPECT_EQ(remote.asked, (asked{"a", "b", "a"}));
}

TEST_F(fetchers, refresh_in_the_background_when_their_values_expire) {
  const engine eager = chain(60'000);
  eager.prefetch(loop);
  loop.advance(60s + 100ms);
  EXPECT_EQ(remote.asked, (asked{"a", "b", "a", "b"}));
  const steady_time before = loop.now();
  EXPECT_EQ(serve(eager), R"({"a":"a3","b":"b4"})");
  EXPECT_EQ(loop.now(), before);
}

TEST_F(fetchers, stop_refreshing_after_a_failure_until_a_request_asks) {
  const engine eager = chain(60'000);
  eager.prefetch(loop);
  remote.failing = "b";
  loop.advance(61s);
  loop.advance(600s);
  EXPECT_EQ(remote.asked.size(), 4u);
  remote.failing = "";
  EXPECT_EQ(serve(eager), R"({"a":"a5","b":"b6"})");
}

}  // namespace
}  // namespace lamina
