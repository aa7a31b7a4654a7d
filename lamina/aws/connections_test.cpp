#include "lamina/aws/connections.h"

#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "lamina/base/detached.h"
#include "lamina/base/environment.h"
#include "lamina/http/server.h"

namespace lamina::aws {
namespace {

using namespace std::chrono_literals;

// The management API, on a thread of its own. Answers by the connection's id: "gone", "large", "fast", "forbidden" as
// the service does, "silent" never, anything else with success.
class management_api {
 public:
  management_api() : server_(loop_, {}, [this](const http::request& call, http::exchange open) { take(call, open); }) {
    server_.listen().value();
    thread_ = std::thread([this] { loop_.run(); });
  }
  ~management_api() {
    loop_.stop();
    thread_.join();
  }
  management_api(const management_api&) = delete;
  management_api& operator=(const management_api&) = delete;

  connection_address address(std::string id) const { return {endpoint(), std::move(id)}; }
  std::string endpoint() const { return "http://127.0.0.1:" + std::to_string(server_.port()) + "/dev"; }

  // What came, after the calls have been answered.
  std::vector<std::string> calls() {
    const std::lock_guard lock(mutex_);
    return calls_;
  }
  std::string header(std::string_view name) {
    const std::lock_guard lock(mutex_);
    for (const auto& [key, value] : headers_)
      if (http::equal_ignoring_case(key, name)) return value;
    return {};
  }

 private:
  void take(const http::request& call, http::exchange& open) {
    {
      const std::lock_guard lock(mutex_);
      calls_.push_back(std::string(call.method) + " " + std::string(call.target) + " " + std::string(call.body));
      headers_.clear();
      for (const auto& one : call.headers) headers_.emplace_back(one.name, one.value);
    }
    const std::string_view id = call.target.substr(call.target.rfind('/') + 1);
    if (id == "silent") return silent_.push_back(std::move(open));
    open.answer(answer_to(id, call.method));
  }

  static http::response answer_to(std::string_view id, std::string_view method) {
    if (id == "gone") return {.status = 410, .headers = {{"x-amzn-ErrorType", "GoneException"}}};
    if (id == "large") return {.status = 413, .body = R"({"message":"Message too long"})"};
    if (id == "fast") return {.status = 429, .body = R"({"__type":"com.amazonaws#LimitExceededException"})"};
    if (id == "forbidden")
      return {.status = 403,
              .headers = {{"x-amzn-errortype", "ForbiddenException:http://x/"}},
              .body = R"({"Message":"no"})"};
    if (method != "GET") return {.status = method == "DELETE" ? 204 : 200};
    return {.body = R"({"connectedAt":"2026-01-01T00:00:00.000Z","identity":{"sourceIp":"1.2.3.4","userAgent":"me"},)"
                    R"("lastActiveAt":"2026-01-01T00:00:01.000Z"})"};
  }

  net::event_loop loop_;
  std::vector<http::exchange> silent_;
  http::server server_;
  std::mutex mutex_;
  std::vector<std::string> calls_;
  std::vector<std::pair<std::string, std::string>> headers_;
  std::thread thread_;
};

const connections_options keys{.keys = credentials{"AKIDEXAMPLE", "secret", "token"}};
const connections_options no_keys{};

TEST(connections, posts_text) {
  management_api api;
  connections subject;
  EXPECT_TRUE(subject.post(api.address("R0oXAdfD0kwCH6w="), "héllo").was_sent());
  EXPECT_EQ(api.calls(), std::vector<std::string>{"POST /dev/@connections/R0oXAdfD0kwCH6w%3D héllo"});
  EXPECT_EQ(api.header("content-type"), "application/octet-stream");
}

TEST(connections, takes_an_endpoint_with_and_without_a_last_slash) {
  management_api api;
  connections subject;
  EXPECT_TRUE(subject.post({api.endpoint() + "/", "c"}, "x").was_sent());
  EXPECT_EQ(api.calls(), std::vector<std::string>{"POST /dev/@connections/c x"});
}

TEST(connections, tells_what_the_service_says) {
  management_api api;
  connections subject;
  struct expectation {
    const char* id;
    delivery_status status;
    const char* name;
    const char* reason;
    int http_status;
  };
  const expectation cases[] = {
      {"gone", delivery_status::gone, "GoneException", ": 410 Gone", 410},
      {"large", delivery_status::too_large, "PayloadTooLargeException", ": 413 Message too long", 413},
      {"fast", delivery_status::throttled, "LimitExceededException", ": 429 Too Many Requests", 429},
      {"forbidden", delivery_status::failed, "ForbiddenException", ": 403 no", 403},
  };
  for (const expectation& one : cases) {
    const delivery said = subject.post(api.address(one.id), "x");
    EXPECT_EQ(said.status, one.status);
    EXPECT_EQ(said.name, one.name);
    EXPECT_EQ(said.reason, std::string("connection ") + one.id + " at " + api.endpoint() + one.reason);
    EXPECT_EQ(said.as_error().status_code, one.http_status);
    EXPECT_EQ(said.as_error().name, one.name);
  }
}

TEST(connections, tells_that_nobody_is_there) {
  connections subject;
  const delivery said = subject.post({"http://127.0.0.1:1/dev", "c"}, "x");
  EXPECT_EQ(said.status, delivery_status::unreachable);
  EXPECT_EQ(said.name, "ConnectionRefusedError");
  EXPECT_EQ(said.reason, "connection c: http://127.0.0.1:1: Connection refused");
  EXPECT_EQ(said.as_error().status_code, 502);
  EXPECT_EQ(subject.post({"nowhere", "c"}, "x").status, delivery_status::failed);
}

TEST(connections, gives_up_in_time) {
  management_api api;
  connections subject({.timeout = 50ms});
  const delivery said = subject.post(api.address("silent"), "x");
  EXPECT_EQ(said.status, delivery_status::unreachable);
  EXPECT_EQ(said.name, "TimeoutError");
}

TEST(connections, gets_and_removes) {
  management_api api;
  connections subject;
  const auto found = subject.get(api.address("c"));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->connected_at, "2026-01-01T00:00:00.000Z");
  EXPECT_EQ(found->last_active_at, "2026-01-01T00:00:01.000Z");
  EXPECT_EQ(found->source_ip, "1.2.3.4");
  EXPECT_EQ(found->user_agent, "me");
  EXPECT_EQ(subject.get(api.address("gone")).error().name, "GoneException");
  EXPECT_TRUE(subject.remove(api.address("c")).was_sent());
  EXPECT_EQ(subject.remove(api.address("gone")).status, delivery_status::gone);
  EXPECT_EQ(api.calls().at(2), "DELETE /dev/@connections/c ");
}

TEST(connections, signs_when_there_are_keys) {
  management_api api;
  connections unsigned_ones(no_keys);
  unsigned_ones.post(api.address("c="), "x");
  EXPECT_EQ(api.header("authorization"), "");
  connections subject(keys);
  subject.post(api.address("c="), "x");
  EXPECT_THAT(
      api.header("authorization"),
      testing::MatchesRegex("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/[0-9]{8}/us-east-1/execute-api/aws4_request, "
                            "SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, "
                            "Signature=[0-9a-f]{64}"));
  EXPECT_EQ(api.header("x-amz-security-token"), "token");
}

TEST(connections, takes_keys_and_region_from_the_environment) {
  environment_slot id("AWS_ACCESS_KEY_ID");
  environment_slot secret("AWS_SECRET_ACCESS_KEY");
  environment_slot region("AWS_REGION");
  id.set("AKIDOTHER");
  secret.set("secret");
  region.set("eu-north-1");
  management_api api;
  connections subject;
  subject.post(api.address("c"), "x");
  EXPECT_THAT(api.header("authorization"), testing::HasSubstr("/eu-north-1/execute-api/"));
  EXPECT_THAT(api.header("authorization"), testing::HasSubstr("=AKIDOTHER/"));
}

std::vector<connection_address> many(const management_api& api, std::size_t count) {
  std::vector<connection_address> to;
  for (std::size_t i = 0; i < count; ++i) to.push_back(api.address(i % 10 == 3 ? "gone" : std::to_string(i)));
  return to;
}

TEST(connections, posts_to_all_and_tells_the_outcomes_in_order) {
  management_api api;
  connections subject({.max_parallel = 4});
  const auto to = many(api, 100);
  const auto outcomes = subject.post_to_all(to, "news");
  ASSERT_EQ(outcomes.size(), 100u);
  for (std::size_t i = 0; i < outcomes.size(); ++i)
    EXPECT_EQ(outcomes[i].status, i % 10 == 3 ? delivery_status::gone : delivery_status::sent) << i;
  auto calls = api.calls();
  EXPECT_EQ(calls.size(), 100u);
  EXPECT_THAT(calls, testing::Contains("POST /dev/@connections/99 news"));
  EXPECT_TRUE(subject.post_to_all({}, "news").empty());
}

TEST(connections, posts_to_all_of_several_endpoints_though_one_is_dead) {
  management_api api;
  connections subject;
  std::vector<connection_address> to;
  for (int i = 0; i < 2000; ++i)
    to.push_back(i % 2 == 0 ? api.address(std::to_string(i))
                            : connection_address{"http://127.0.0.1:1/dev", std::to_string(i)});
  const auto outcomes = subject.post_to_all(to, "news");
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    EXPECT_EQ(outcomes[i].status, i % 2 == 0 ? delivery_status::sent : delivery_status::unreachable) << i;
    if (i % 2 == 1) {
      EXPECT_EQ(outcomes[i].reason.substr(0, 20), ("connection " + std::to_string(i) + ": http://").substr(0, 20));
    }
  }
}

TEST(connections, an_endpoint_that_does_not_answer_costs_its_time_once) {
  management_api api;
  connections subject({.max_parallel = 2, .timeout = 100ms});
  std::vector<connection_address> to(500, api.address("silent"));
  const auto outcomes = subject.post_to_all(to, "news");
  for (const delivery& one : outcomes) EXPECT_EQ(one.status, delivery_status::unreachable);
  EXPECT_LE(api.calls().size(), 4u);
}

TEST(connections, may_be_used_by_several_threads) {
  management_api api;
  connections subject(keys);
  const auto to = many(api, 50);
  std::atomic<int> sent = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      for (int round = 0; round < 5; ++round)
        for (const delivery& one : subject.post_to_all(to, "news")) sent += one.was_sent();
    });
  for (std::thread& one : threads) one.join();
  EXPECT_EQ(sent, 4 * 5 * 45);
}

detached post_one(connections& through, net::event_loop& loop, connection_address to, delivery& said, bool& done) {
  delivery came = co_await through.post(loop, std::move(to), "x");
  said = std::move(came);
  done = true;
}

TEST(connections, can_be_awaited_on_a_loop) {
  management_api api;
  connections subject(keys);
  net::event_loop loop;
  for (const auto& [id, status] : {std::pair("c", delivery_status::sent), std::pair("gone", delivery_status::gone)}) {
    delivery said{.status = delivery_status::failed};
    bool done = false;
    post_one(subject, loop, api.address(id), said, done);
    EXPECT_FALSE(done);
    loop.run_until([&done] { return done; });
    EXPECT_EQ(said.status, status);
  }
  delivery said;
  bool done = false;
  post_one(subject, loop, {"http://127.0.0.1:1", "c"}, said, done);
  loop.run_until([&done] { return done; });
  EXPECT_EQ(said.status, delivery_status::unreachable);
}

TEST(management_endpoint, is_what_is_configured_else_the_variable_else_the_events) {
  EXPECT_EQ(management_endpoint("", "abc.example", "dev"), "https://abc.example/dev");
  EXPECT_EQ(management_endpoint("", "abc.example", ""), "https://abc.example");
  environment_slot variable("AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI");
  variable.set("http://127.0.0.1:3000/dev");
  EXPECT_EQ(management_endpoint("", "abc.example", "dev"), "http://127.0.0.1:3000/dev");
  EXPECT_EQ(management_endpoint("http://x", "abc.example", "dev"), "http://x");
}

}  // namespace
}  // namespace lamina::aws
