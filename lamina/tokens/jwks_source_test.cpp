#include "lamina/tokens/jwks_source.h"

#include <gtest/gtest.h>

#include <atomic>
#include <deque>
#include <thread>

#include "lamina/base/detached.h"
#include "lamina/http/server.h"
#include "lamina/net/event_loop.h"
#include "lamina/testing/manual_scheduler.h"
#include "lamina/testing/token_signer.h"

namespace lamina::tokens {
namespace {

using namespace std::chrono_literals;

std::string document(std::initializer_list<const char*> ids) {
  json::array keys;
  for (const char* const id : ids)
    keys.push_back(
        {{"kid", id}, {"kty", "OKP"}, {"crv", "Ed25519"}, {"x", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}});
  return json::serialize(json::object{{"keys", std::move(keys)}});
}

// An endpoint that answers when it is told to; a clock moved by hand.
struct endpoint {
  struct call {
    scheduler* loop;
    std::coroutine_handle<> waiting;
    result<std::string>* answer;
  };
  struct pause {
    endpoint& of;
    scheduler& loop;
    result<std::string> answer = std::string();
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> waiting) { of.calls.push_back({&loop, waiting, &answer}); }
    result<std::string> await_resume() { return std::move(answer); }
  };

  jwks_source::fetch fetch() {
    return [this](std::string, jwks_options, scheduler& on) -> task<result<std::string>> {
      pause until_told{*this, on};
      result<std::string> answer = co_await until_told;
      co_return answer;
    };
  }
  void answer(result<std::string> with) {
    const call next = calls.front();
    calls.pop_front();
    *next.answer = std::move(with);
    next.waiting.resume();
    loop.run_ready();
  }
  ~endpoint() {
    while (!calls.empty()) answer(error("gone"));
  }

  testing::manual_scheduler loop;
  std::deque<call> calls;
};

// What became of a request: the number of keys, or the error; "..." while it waits.
detached ask_later(jwks_source source, std::optional<std::string> id, scheduler& loop,
                   std::shared_ptr<std::string> said) {
  const auto keys = co_await source.get(std::move(id), loop);
  *said = keys ? std::to_string((*keys)->size()) : keys.error().message;
}

std::shared_ptr<std::string> ask(const jwks_source& source, std::optional<std::string> id, scheduler& loop) {
  auto said = std::make_shared<std::string>("...");
  ask_later(source, std::move(id), loop, said);
  return said;
}

TEST(jwks_source, fetches_once_for_all_who_wait) {
  endpoint server;
  const jwks_source source("url", {}, server.fetch());
  const auto first = ask(source, "a", server.loop), second = ask(source, "a", server.loop);
  EXPECT_EQ(server.calls.size(), 1u);
  EXPECT_EQ(*first, "...");
  server.answer(document({"a"}));
  EXPECT_EQ(*first, "1");
  EXPECT_EQ(*second, "1");
  EXPECT_EQ(*ask(source, "a", server.loop), "1");
  EXPECT_NE(source.find_fresh("a", server.loop), nullptr);
  EXPECT_EQ(source.find_fresh("b", server.loop), nullptr);
  EXPECT_TRUE(server.calls.empty());
}

TEST(jwks_source, asks_again_when_what_it_has_is_too_old) {
  endpoint server;
  const jwks_source source("url", {.cache_expiry = 600s}, server.fetch());
  source.prefetch(server.loop);
  source.prefetch(server.loop);
  server.answer(document({"a"}));
  server.loop.advance(600s);
  EXPECT_EQ(*ask(source, "a", server.loop), "1");
  server.loop.advance(1ms);
  const auto later = ask(source, "a", server.loop);
  EXPECT_EQ(*later, "...");
  server.answer(document({"a", "b"}));
  EXPECT_EQ(*later, "2");
}

TEST(jwks_source, asks_for_keys_it_does_not_know_once_in_the_cooldown) {
  endpoint server;
  const jwks_source source("url", {.cooldown = 30s}, server.fetch());
  source.prefetch(server.loop);
  server.answer(document({"a"}));
  for (int attempt = 0; attempt < 100; ++attempt) EXPECT_EQ(*ask(source, "forged", server.loop), "1");
  EXPECT_TRUE(server.calls.empty());
  server.loop.advance(30s);
  const auto rotated = ask(source, "b", server.loop);
  EXPECT_EQ(server.calls.size(), 1u);
  server.answer(document({"b"}));
  EXPECT_EQ(*rotated, "1");
  EXPECT_NE(source.find_fresh("b", server.loop), nullptr);
  EXPECT_EQ(source.find_fresh("a", server.loop), nullptr);  // retired
}

TEST(jwks_source, remembers_a_failure_for_the_cooldown) {
  endpoint server;
  const jwks_source source("url", {.cooldown = 30s}, server.fetch());
  const auto first = ask(source, "a", server.loop), second = ask(source, "a", server.loop);
  server.answer(error("refused"));
  EXPECT_EQ(*first, "refused");
  EXPECT_EQ(*second, "refused");
  EXPECT_EQ(*ask(source, "a", server.loop), "refused");
  EXPECT_TRUE(server.calls.empty());
  server.loop.advance(30s);
  const auto again = ask(source, "a", server.loop);
  server.answer(document({"a"}));
  EXPECT_EQ(*again, "1");
}

TEST(jwks_source, serves_the_last_document_while_the_endpoint_is_down) {
  endpoint server;
  const jwks_source source("url", {.cache_expiry = 60s, .cooldown = 30s}, server.fetch());
  source.prefetch(server.loop);
  server.answer(document({"a"}));
  server.loop.advance(61s);
  const auto first = ask(source, "a", server.loop);
  server.answer(error("down"));
  EXPECT_EQ(*first, "down");
  EXPECT_EQ(*ask(source, "a", server.loop), "1");
}

TEST(jwks_source, does_not_wait_for_a_loop_that_stands_still) {
  endpoint server;
  testing::manual_scheduler other;
  const jwks_source source("url", {.timeout = 5s}, server.fetch());
  source.prefetch(other);  // never goes on
  const auto here = ask(source, "a", server.loop);
  ASSERT_EQ(server.calls.size(), 2u);
  std::swap(server.calls[0], server.calls[1]);
  server.answer(document({"a"}));
  EXPECT_EQ(*here, "1");
  server.loop.advance(6s);
  EXPECT_EQ(*ask(source, "forged", server.loop), "1");  // the cooldown holds all the same
  EXPECT_EQ(server.calls.size(), 1u);
}

TEST(jwks_source, reports_documents_that_are_none) {
  endpoint server;
  const jwks_source source("url", {.cooldown = 0s}, server.fetch());
  auto said = ask(source, "a", server.loop);
  server.answer(std::string("{}"));
  EXPECT_EQ(*said, "Invalid JWKS document: missing keys array");
  said = ask(source, "a", server.loop);
  server.answer(std::string("<html>"));
  EXPECT_NE(said->find("line 1"), std::string::npos) << *said;
}

// A real endpoint that answers `bodies` in turn, the last for ever; the path is the status.
struct http_endpoint {
  http_endpoint() { EXPECT_TRUE(server.listen()); }

  void handle(const http::request& message, http::exchange open) {
    ++requests;
    http::response said{.status = std::stoi(std::string(message.target.substr(1, 3))), .body = body};
    if (said.status == 302) said.headers = {{"Location", "/200"}};
    open.answer(said);
  }
  std::string get(std::string_view path, jwks_options options = {}) {
    const jwks_source source("http://127.0.0.1:" + std::to_string(server.port()) + std::string(path), options);
    const auto said = ask(source, "a", loop);
    loop.run_until([&] { return *said != "..."; });
    return *said;
  }

  net::event_loop loop;
  std::string body = document({"a"});
  int requests = 0;
  http::server server{
      loop, {}, [this](const http::request& message, http::exchange open) { handle(message, std::move(open)); }};
};

TEST(jwks_source, fetches_over_http) {
  http_endpoint endpoint;
  EXPECT_EQ(endpoint.get("/200"), "1");
  EXPECT_EQ(endpoint.get("/302"), "1");
  EXPECT_EQ(endpoint.requests, 3);
  EXPECT_EQ(endpoint.get("/404"), "JWKS fetch failed: HTTP 404");
  EXPECT_EQ(endpoint.get("/200", {.max_bytes = 10}), "JWKS document exceeds 10 bytes");
}

TEST(jwks_source, serves_loops_of_several_threads) {
  http_endpoint endpoint;
  const jwks_source source("http://127.0.0.1:" + std::to_string(endpoint.server.port()) + "/200",
                           {.cooldown = 0s, .timeout = 60s});
  std::atomic<int> right = 0, finished = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i)
    threads.emplace_back([&] {
      net::event_loop loop;
      for (int n = 0; n < 20; ++n) {
        const auto said = ask(source, n % 2 == 0 ? "a" : "unknown", loop);
        loop.run_until([&] { return *said != "..."; });
        right += *said == "1";
      }
      ++finished;
      endpoint.loop.post([] {});
    });
  endpoint.loop.run_until([&] { return finished == 3; });
  for (std::thread& one : threads) one.join();
  EXPECT_EQ(right, 60);
  EXPECT_GE(endpoint.requests, 30);
}

TEST(jwks_source, says_that_it_needs_a_loop_with_a_network) {
  testing::manual_scheduler loop;
  EXPECT_EQ(*ask(jwks_source("http://127.0.0.1:1/"), "a", loop), "a JWKS can only be fetched on a net::event_loop");
}

}  // namespace
}  // namespace lamina::tokens
