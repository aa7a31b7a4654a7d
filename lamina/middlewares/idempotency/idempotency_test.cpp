#include "lamina/middlewares/idempotency/idempotency.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "lamina/engine/engine.h"
#include "lamina/middlewares/registry.h"
#include "lamina/store/sqlite_store.h"
#include "lamina/testing/manual_scheduler.h"
#include "lamina/testing/temporary_folder.h"

namespace lamina {
namespace {

using namespace std::chrono_literals;

// Hands everything on, but fails on demand.
class faulty_store final : public store::object_store {
 public:
  explicit faulty_store(store::object_store& real) : real_(real) {}
  result<std::optional<store::object>> get(std::string_view table, std::string_view id) override {
    if (fails_get) return store::make_error(store::fault::unavailable, "no disk");
    return real_.get(table, id);
  }
  result<store::version> put(std::string_view table, std::string_view id, const json::value& document,
                             store::condition when) override {
    if (puts_until_failure-- == 0) return store::make_error(store::fault::busy, "locked");
    return real_.put(table, id, document, when);
  }
  result<void> remove(std::string_view table, std::string_view id, store::condition when) override {
    return real_.remove(table, id, when);
  }
  result<store::page> list(std::string_view table, std::string_view prefix, std::string_view after,
                           std::size_t limit) override {
    return real_.list(table, prefix, after, limit);
  }
  bool fails_get = false;
  int puts_until_failure = -1;

 private:
  store::object_store& real_;
};

struct fixture : ::testing::Test {
  idempotency_options stored(idempotency_options options = {}) {
    if (!options.store) options.store = files;
    return options;
  }
  // An engine that answers with how often it was called.
  engine counting(idempotency_options options = {}) {
    return engine([this](const json::value&) { return json::value(++calls); }).use(idempotency(stored(options)));
  }
  // The response, or "<status> <message>".
  json::value said(const engine& chain, json::value event) {
    lamina::context context(loop, {{"functionName", "f"}});
    const outcome answer = chain(std::move(event), context);
    if (!answer) return json::value(std::to_string(answer.error().status_code) + " " + answer.error().message);
    return answer->value_or("nothing");
  }
  // All records, without their ids.
  std::vector<json::value> records() {
    std::vector<json::value> found;
    const auto page = files->list("idempotency", "", "", 100).value();
    for (const auto& item : page.items) found.push_back(item.object.document);
    return found;
  }
  testing::temporary_folder folder;
  std::shared_ptr<store::sqlite_store> files =
      store::sqlite_store::open((folder.path() / "i.db").string(), {.survives_power_loss = false}).value();
  testing::manual_scheduler loop;
  int calls = 0;
};
using idempotency_middleware = fixture;

TEST_F(idempotency_middleware, replays_the_response_of_the_same_event) {
  const engine chain = counting();
  EXPECT_EQ(said(chain, {{"a", 1}}), json::value(1));
  EXPECT_EQ(said(chain, {{"a", 1}}), json::value(1));
  EXPECT_EQ(said(chain, {{"a", 2}}), json::value(2));
  EXPECT_EQ(calls, 2);
  EXPECT_EQ(records().at(0).at("state"), json::value("completed"));
}

TEST_F(idempotency_middleware, goes_by_the_key) {
  const engine chain = counting({.key = "[user, headers.key]"});
  const auto event = [](std::string_view text) { return json::parse(text); };
  EXPECT_EQ(said(chain, event(R"({"user":"u","headers":{"key":"k"},"time":1})")), json::value(1));
  EXPECT_EQ(said(chain, event(R"({"user":"u","headers":{"key":"k"},"time":2})")), json::value(1));
  EXPECT_EQ(said(chain, event(R"({"user":"v","headers":{"key":"k"}})")), json::value(2));
  EXPECT_EQ(said(chain, event(R"({"user":"u"})")), json::value(3));
}

TEST_F(idempotency_middleware, asks_for_a_key) {
  for (const std::string_view event : {"{}", R"({"key":null})", R"({"key":""})", R"({"key":[null,""]})", "null"}) {
    EXPECT_EQ(said(counting({.key = "key"}), json::parse(event)),
              json::value("400 The request has no idempotency key"));
    const int before = calls;
    EXPECT_EQ(said(counting({.key = "[key, other]", .requires_key = false}), json::parse(event)),
              json::value(before + 1));
  }
  EXPECT_EQ(records().size(), 0u);
}

TEST_F(idempotency_middleware, keeps_scopes_apart) {
  EXPECT_EQ(said(counting(), 1), json::value(1));
  EXPECT_EQ(said(counting({.scope = "f"}), 1), json::value(1));  // the name of the function
  EXPECT_EQ(said(counting({.scope = "g"}), 1), json::value(2));
  EXPECT_EQ(said(counting({.table = "other"}), 1), json::value(3));
}

TEST_F(idempotency_middleware, replays_that_there_was_no_response) {
  const engine chain = engine([this](const json::value&, lamina::context&) -> std::optional<json::value> {
                         ++calls;
                         return std::nullopt;
                       }).use(idempotency(stored()));
  EXPECT_EQ(said(chain, 1), json::value("nothing"));
  EXPECT_EQ(said(chain, 1), json::value("nothing"));
  EXPECT_EQ(calls, 1);
}

TEST_F(idempotency_middleware, stores_what_later_middlewares_made_of_the_response) {
  const engine chain = counting().after([](request& request) { request.response = "changed"; });
  EXPECT_EQ(said(chain, 1), json::value("changed"));
  EXPECT_EQ(said(chain, 1), json::value("changed"));
}

TEST_F(idempotency_middleware, lets_go_of_the_key_when_the_handler_fails) {
  const engine chain = engine([this](const json::value&) -> json::value {
                         if (++calls == 1) throw error("boom");
                         return "done";
                       }).use(idempotency(stored()));
  EXPECT_EQ(said(chain, 1), json::value("0 boom"));
  EXPECT_EQ(records().size(), 0u);
  EXPECT_EQ(said(chain, 1), json::value("done"));
  EXPECT_EQ(said(chain, 1), json::value("done"));
  EXPECT_EQ(calls, 2);
}

TEST_F(idempotency_middleware, takes_a_response_back_that_nobody_got) {
  const engine chain = engine([](const json::value&) {
                         return 1;
                       }).after([](request&) {
                           throw error("too late");
                         }).use(idempotency(stored()));
  EXPECT_EQ(said(chain, 1), json::value("0 too late"));
  EXPECT_EQ(records().size(), 0u);
}

TEST_F(idempotency_middleware, refuses_an_event_whose_key_is_being_handled) {
  json::value inner;
  engine chain;
  chain = engine([&](const json::value& event) {
            inner = said(chain, event);
            return 1;
          }).use(idempotency(stored()));
  EXPECT_EQ(said(chain, 1), json::value(1));
  EXPECT_EQ(inner, json::value("409 A request with this idempotency key is being handled"));
  EXPECT_EQ(said(chain, 1), json::value(1));  // the refused one did not let go of the other's key
}

TEST_F(idempotency_middleware, waits_for_the_response_when_told_to) {
  const engine chain = counting({.wait = 1s});
  EXPECT_EQ(said(chain, 1), json::value(1));
  const auto id = files->list("idempotency", "", "", 1).value().items.at(0).id;
  json::value record = records().at(0);
  record.as_object()["state"] = "inProgress";
  ASSERT_TRUE(files->put("idempotency", id, record));
  EXPECT_EQ(said(chain, 1), json::value("409 A request with this idempotency key is being handled"));
  EXPECT_EQ(loop.wall_clock().time_since_epoch(), 1767225601s);  // a second later
  loop.call_after(500ms, [&] {
    record.as_object()["state"] = "completed";
    ASSERT_TRUE(files->put("idempotency", id, record));
  });
  EXPECT_EQ(said(chain, 1), json::value(1));
  EXPECT_EQ(calls, 1);
}

TEST_F(idempotency_middleware, forgets_responses_and_lost_invocations_in_time) {
  const engine chain = counting({.expiry = 10s});
  EXPECT_EQ(said(chain, 1), json::value(1));
  loop.advance(9999ms);
  EXPECT_EQ(said(chain, 1), json::value(1));
  loop.advance(1ms);
  EXPECT_EQ(said(chain, 1), json::value(2));

  const idempotency lost(stored({.in_progress_expiry = 5s}));
  EXPECT_EQ(said(engine([](const json::value&) { return 1; }).use(lost).before([](lamina::request&) {
              return respond("early");
            }),
                 "lost"),
            json::value("early"));
  EXPECT_EQ(said(chain, "lost"), json::value("409 A request with this idempotency key is being handled"));
  loop.advance(5s);
  EXPECT_EQ(said(chain, "lost"), json::value(3));
}

TEST_F(idempotency_middleware, who_took_too_long_does_not_overwrite_who_took_over) {
  engine quick = counting();
  const engine slow = engine([&](const json::value& event) {
                        loop.advance(5s);
                        EXPECT_EQ(said(quick, event), json::value(1));
                        return "slow";
                      }).use(idempotency(stored({.in_progress_expiry = 5s})));
  EXPECT_EQ(said(slow, 1), json::value("slow"));
  EXPECT_EQ(said(quick, 1), json::value(1));
}

TEST_F(idempotency_middleware, keeps_others_away_for_the_time_an_invocation_has) {
  lamina::context context(loop, {{"functionName", "f"}});
  context.deadline = loop.now() + 30s;
  json::value seen;
  const engine chain = engine([&](const json::value&) {
                         seen = records().at(0);
                         return 1;
                       }).use(idempotency(stored()));
  EXPECT_TRUE(chain(1, context));
  EXPECT_EQ(seen.at("state"), json::value("inProgress"));
  EXPECT_EQ(seen.at("expires"), json::value(1767225630000));
}

struct minute {
  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<> waiting) {
    loop.call_after(60s, [waiting] { waiting.resume(); });
  }
  void await_resume() const {}
  scheduler& loop;
};
task<json::value> answer_in_a_minute(const json::value&, context& context) {
  minute wait{context.loop()};
  co_await wait;
  co_return "late";
}

TEST_F(idempotency_middleware, does_not_let_go_of_a_handler_that_may_still_be_at_work) {
  lamina::context context(loop, {{"functionName", "f"}});
  context.deadline = loop.now() + 30s;
  EXPECT_EQ(engine(answer_in_a_minute).use(idempotency(stored()))(1, context).error().name, "TimeoutError");
  EXPECT_EQ(records().at(0).at("state"), json::value("inProgress"));
}

TEST_F(idempotency_middleware, refuses_a_key_that_comes_with_another_payload) {
  const engine chain = counting({.key = "key", .payload = "body.amount"});
  const auto event = [](int amount, int time) {
    return json::value{{"key", "k"}, {"body", {{"amount", amount}}}, {"time", time}};
  };
  EXPECT_EQ(said(chain, event(5, 1)), json::value(1));
  EXPECT_EQ(said(chain, event(5, 2)), json::value(1));
  EXPECT_EQ(said(chain, event(6, 3)), json::value("422 This idempotency key was used with another payload"));
}

TEST_F(idempotency_middleware, does_nothing_when_the_store_fails_and_answers_when_it_fails_later) {
  auto faulty = std::make_shared<faulty_store>(*files);
  std::string told;
  const engine chain =
      counting({.store = faulty, .on_store_error = [&told](const error& failure) { told += failure.message + ";"; }});
  faulty->fails_get = true;
  EXPECT_EQ(said(chain, 1), json::value("500 no disk"));
  faulty->fails_get = false;
  faulty->puts_until_failure = 0;
  EXPECT_EQ(said(chain, 1), json::value("503 locked"));
  EXPECT_EQ(calls, 0);
  faulty->puts_until_failure = 1;
  EXPECT_EQ(said(chain, 1), json::value(1));
  EXPECT_EQ(told, "locked;");
}

TEST_F(idempotency_middleware, lets_one_of_many_at_once_through) {
  std::atomic<int> done{0}, refused{0};
  const engine chain = engine([&](const json::value&) {
                         ++done;
                         return "done";
                       }).use(idempotency(stored()));
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      testing::manual_scheduler own;
      for (int key = 0; key < 50; ++key) {
        lamina::context context(own, {{"functionName", "f"}});
        const outcome answer = chain(key, context);
        if (!answer) {
          EXPECT_EQ(answer.error().status_code, 409);
          ++refused;
        }
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(done, 50);
  EXPECT_LE(refused, 150);
}

TEST_F(idempotency_middleware, is_made_of_options) {
  const std::string file = (folder.path() / "declared.db").string();
  const json::object all{{"file", file},          {"table", "t"},        {"key", "k"},     {"payload", "p"},
                         {"scope", "s"},          {"poll", 5},           {"expiry", 1000}, {"wait", 100},
                         {"inProgressExpiry", 2}, {"requiresKey", false}};
  const auto read = idempotency::read_options(all);
  EXPECT_EQ(read.table + read.key + read.payload + read.scope.value(), "tkps");
  EXPECT_EQ(read.expiry + read.wait + read.poll + read.in_progress_expiry.value(), 1107ms);
  EXPECT_FALSE(read.requires_key);
  EXPECT_TRUE(standard_middlewares().make("idempotency", {{"file", file}}).before());
  for (const json::object& bad :
       {json::object(), json::object{{"file", file}, {"key", "a..b"}}, json::object{{"file", file}, {"x", 1}},
        json::object{{"file", "/dev/null/x"}}, json::object{{"file", file}, {"expiry", 0}}})
    EXPECT_THROW(standard_middlewares().make("idempotency", bad), error) << json::serialize(bad);
  EXPECT_THROW(idempotency(idempotency_options{}), error);
}

}  // namespace
}  // namespace lamina
