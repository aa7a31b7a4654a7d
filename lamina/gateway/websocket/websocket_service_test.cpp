#include "lamina/gateway/websocket/websocket_service.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>
#include <thread>

#include "lamina/gateway/gateway.h"
#include "lamina/gateway/internal/scripted.h"
#include "lamina/json/json.h"
#include "lamina/testing/raw_http_client.h"
#include "lamina/testing/websocket_client.h"

namespace lamina::gateway {
namespace {

using namespace std::chrono_literals;
using function_pool::invocation;
using function_pool::invocation_result;
using function_pool::outcome;
using internal::scripted;
using lamina::testing::fetch;
using lamina::testing::websocket_client;
using what = lamina::testing::websocket_event::kind;

constexpr auto patience = 20s;  // a busy machine is slow

std::string_view type_of(const json::value& event) { return event.at("requestContext").at("eventType").as_string(); }

// The events that came, in order; waited for.
class event_record {
 public:
  void add(const std::string& event) {
    const std::scoped_lock lock(mutex_);
    events_.push_back(json::parse(event));
    came_.notify_all();
  }
  // The number-th event of that type ("CONNECT").
  json::value wait(std::string_view type, std::size_t number = 0) {
    std::unique_lock lock(mutex_);
    json::value found;
    const bool has_come = came_.wait_for(lock, patience, [&] {
      std::size_t seen = 0;
      for (const json::value& event : events_)
        if (type_of(event) == type && seen++ == number) {
          found = event;
          return true;
        }
      return false;
    });
    if (!has_come) throw std::runtime_error("no event " + std::string(type) + " came");
    return found;
  }
  std::size_t count(std::string_view type) {
    const std::scoped_lock lock(mutex_);
    return static_cast<std::size_t>(
        std::ranges::count_if(events_, [&](const json::value& event) { return type_of(event) == type; }));
  }

 private:
  std::mutex mutex_;
  std::condition_variable came_;
  std::vector<json::value> events_;
};

config::websocket_route route_of(std::string key, bool has_response = false) {
  config::websocket_route route;
  route.route = std::move(key);
  route.function = "app";
  if (has_response) route.route_response = "$default";
  return route;
}

std::string id_of(const json::value& event) {
  return std::string(event.at("requestContext").at("connectionId").as_string());
}

class websocket_service_test : public ::testing::Test {
 protected:
  websocket_service_test() {
    service.name = "chat";
    service.websockets = {route_of("$connect"), route_of("$disconnect"), route_of("echo", true), route_of("quiet")};
  }

  void start(unsigned loops = 1, const function_map& more = {}) {
    open.reset();
    threads = std::make_unique<net::loop_threads>(loops);
    function_map functions = {{"app", app}};
    functions.insert(more.begin(), more.end());
    auto made = gateway::make(service, functions, options, log, *threads);
    ASSERT_TRUE(made) << made.error().message;
    open = *std::move(made);
    const auto started = open->start();
    ASSERT_TRUE(started) << started.error().message;
  }

  invocation_result serve(const invocation& work) {
    events.add(work.event);
    const json::value event = json::parse(work.event);
    const std::scoped_lock lock(script_mutex);
    if (script) {
      if (auto said = script(event)) return *std::move(said);
    }
    if (type_of(event) != "MESSAGE") return {outcome::success, R"({"statusCode":200})"};
    return {outcome::success, json::serialize({{"statusCode", 200}, {"body", event.at("body")}})};
  }
  // What the function does instead, where that is something.
  void answer_with(std::function<std::optional<invocation_result>(const json::value&)> say) {
    const std::scoped_lock lock(script_mutex);
    script = std::move(say);
  }
  void answer_type_with(std::string type, invocation_result said) {
    answer_with([=](const json::value& event) { return type_of(event) == type ? std::optional(said) : std::nullopt; });
  }

  std::unique_ptr<websocket_client> connected(const websocket_client::headers& headers = {}) {
    auto client = std::make_unique<websocket_client>(open->websocket_port());
    const auto answer = client->connect("/dev", headers);
    if (answer.status != 101) throw std::runtime_error("not connected: " + std::to_string(answer.status));
    return client;
  }
  lamina::testing::raw_http_response handshake(std::string_view target = "/dev",
                                               const websocket_client::headers& headers = {},
                                               std::string_view host = "localhost") {
    websocket_client client(open->websocket_port());
    return client.connect(target, headers, host);
  }
  lamina::testing::raw_http_response manage(std::string_view method, const std::string& id,
                                            std::string_view body = {}) {
    return fetch(open->websocket_port(), method, "/dev/@connections/" + id, body);
  }
  static json::value frame(websocket_client& client) { return json::parse(client.next().payload); }
  std::string logged() {
    const std::scoped_lock lock(log_mutex);
    return log_text;
  }

  std::mutex log_mutex;
  std::string log_text;
  logger log{log_level::debug, [this](std::string_view line) {
               const std::scoped_lock lock(log_mutex);
               log_text += line;
             }};
  event_record events;
  std::mutex script_mutex;
  std::function<std::optional<invocation_result>(const json::value&)> script;
  std::shared_ptr<scripted> app = std::make_shared<scripted>([this](const invocation& work) { return serve(work); });
  config::service service;
  gateway_options options;
  std::unique_ptr<net::loop_threads> threads;
  std::unique_ptr<gateway> open;
};

TEST_F(websocket_service_test, a_message_goes_to_its_route_and_the_answer_comes_back) {
  start();
  auto client = connected();
  client->send_text(R"({"action":"echo","n":1})");
  const auto answer = client->next();
  EXPECT_EQ(answer.what, what::text);
  EXPECT_EQ(answer.payload, R"({"action":"echo","n":1})");
  const json::value event = events.wait("MESSAGE");
  EXPECT_EQ(event.at("body"), R"({"action":"echo","n":1})");
  EXPECT_EQ(event.at("requestContext").at("routeKey"), "echo");
  EXPECT_EQ(id_of(event), id_of(events.wait("CONNECT")));
  EXPECT_EQ(event.at("requestContext").at("connectedAt"),
            events.wait("CONNECT").at("requestContext").at("connectedAt"));
}

TEST_F(websocket_service_test, a_route_without_a_response_sends_nothing) {
  start();
  auto client = connected();
  client->send_text(R"({"action":"quiet"})");
  events.wait("MESSAGE");
  client->send_text(R"({"action":"echo"})");
  EXPECT_EQ(client->next().payload, R"({"action":"echo"})");
}

TEST_F(websocket_service_test, a_client_that_closes_is_disconnected_with_its_code) {
  start();
  auto client = connected();
  EXPECT_EQ(client->close(4001, "enough").code, 4001);
  const json::value event = events.wait("DISCONNECT");
  EXPECT_EQ(event.at("requestContext").at("disconnectStatusCode"), 4001);
  EXPECT_EQ(event.at("requestContext").at("disconnectReason"), "enough");
  EXPECT_EQ(id_of(event), id_of(events.wait("CONNECT")));
}

TEST_F(websocket_service_test, a_client_that_is_lost_is_disconnected_as_well) {
  start();
  connected()->abort();
  EXPECT_EQ(events.wait("DISCONNECT").at("requestContext").at("disconnectStatusCode"), 1006);
}

TEST_F(websocket_service_test, a_management_call_reaches_the_client) {
  start();
  auto client = connected();
  const std::string id = id_of(events.wait("CONNECT"));
  EXPECT_EQ(manage("POST", id, "hello").status, 200);
  EXPECT_EQ(client->next().payload, "hello");
  const auto status = manage("GET", id);
  EXPECT_EQ(status.status, 200);
  EXPECT_EQ(json::parse(status.body).at("identity").at("sourceIp"), "127.0.0.1");
  EXPECT_EQ(manage("DELETE", id).status, 204);
  EXPECT_EQ(manage("POST", id, "late").status, 410);
  const auto end = client->next();
  EXPECT_EQ(end.what, what::close);
  EXPECT_EQ(end.code, 1000);
  client->send_close(1000);
  EXPECT_EQ(events.wait("DISCONNECT").at("requestContext").at("disconnectStatusCode"), 1000);
  EXPECT_EQ(manage("GET", id).status, 410);
}

}  // namespace
}  // namespace lamina::gateway
