#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "lamina/gateway/gateway.h"
#include "lamina/json/json.h"
#include "lamina/testing/raw_http_client.h"
#include "lamina/testing/websocket_client.h"

// For tests: a WebSocket API behind a real gateway, whose one function does what the test says.
namespace lamina::gateway::internal {

using namespace std::chrono_literals;
using function_pool::invocation;
using function_pool::invocation_result;
using function_pool::outcome;
using lamina::testing::fetch;
using lamina::testing::raw_http_response;
using lamina::testing::websocket_client;
using what = lamina::testing::websocket_event::kind;

constexpr auto patience = 20s;  // a busy machine is slow

inline std::string_view type_of(const json::value& event) {
  const json::value* type = json::find(event.at("requestContext"), "eventType");
  return json::find(event, "methodArn") != nullptr ? "AUTHORIZE" : std::string_view(type->as_string());
}

inline const json::value& context_of(const json::value& event) { return event.at("requestContext"); }

inline std::string id_of(const json::value& event) {
  return std::string(context_of(event).at("connectionId").as_string());
}

// The function of every route and of the authorizer. Remembers its events; answers at once with what the script says,
// else with the body of a message and 200 for the rest. While it holds a type of events it keeps them until released.
class chat_function final : public function_pool::function {
 public:
  using script = std::function<std::optional<invocation_result>(const json::value& event)>;

  void invoke(invocation work, scheduler& caller, completion done) override {
    const std::scoped_lock lock(mutex_);
    json::value event = json::parse(work.event);
    const bool is_held = type_of(event) == held_;
    invocation_result result = answer_to(event);
    events_.push_back(std::move(event));
    auto answer = [&caller, result = std::move(result),
                   done = std::make_shared<completion>(std::move(done))]() mutable {
      caller.post([result = std::move(result), done = std::move(done)]() mutable { (*done)(std::move(result)); });
    };
    if (is_held)
      kept_.push_back(std::move(answer));
    else
      answer();
    came_.notify_all();
  }

  void say(script what_it_says) {
    const std::scoped_lock lock(mutex_);
    script_ = std::move(what_it_says);
  }
  void say_to(std::string type, invocation_result said) {
    say([=](const json::value& event) { return type_of(event) == type ? std::optional(said) : std::nullopt; });
  }
  void hold(std::string type) {
    const std::scoped_lock lock(mutex_);
    held_ = std::move(type);
  }
  // Answers what it has kept, and holds nothing any more.
  void release() {
    const std::scoped_lock lock(mutex_);
    held_.clear();
    for (auto& answer : std::exchange(kept_, {})) answer();
  }

  // The number-th event of that type; waits for it.
  json::value wait(std::string_view type, std::size_t number = 0) {
    std::unique_lock lock(mutex_);
    const auto has_come = [&] { return count_events(type) > number; };
    if (!came_.wait_for(lock, patience, has_come)) throw std::runtime_error("no event " + std::string(type) + " came");
    for (const json::value& event : events_)
      if (type_of(event) == type && number-- == 0) return event;
    return nullptr;
  }
  std::size_t count(std::string_view type) {
    const std::scoped_lock lock(mutex_);
    return count_events(type);
  }

 private:
  std::size_t count_events(std::string_view type) const {
    return static_cast<std::size_t>(
        std::ranges::count_if(events_, [&](const json::value& event) { return type_of(event) == type; }));
  }
  invocation_result answer_to(const json::value& event) {
    if (script_)
      if (auto said = script_(event)) return *std::move(said);
    if (type_of(event) != "MESSAGE") return {outcome::success, R"({"statusCode":200})"};
    return {outcome::success, json::serialize({{"statusCode", 200}, {"body", event.at("body")}})};
  }

  std::mutex mutex_;
  std::condition_variable came_;
  script script_;
  std::string held_;
  std::vector<std::function<void()>> kept_;
  std::vector<json::value> events_;
};

// Routes $connect, $disconnect, echo (with a route response) and quiet.
class served_chat : public ::testing::Test {
 protected:
  served_chat() {
    service.name = "chat";
    for (const char* key : {"$connect", "$disconnect", "echo", "quiet"}) {
      config::websocket_route route;
      route.route = key;
      route.function = "app";
      if (route.route == "echo") route.route_response = "$default";
      service.websockets.push_back(std::move(route));
    }
  }
  ~served_chat() override {
    app->release();
    open.reset();
  }

  void start(unsigned loops = 1) {
    threads = std::make_unique<net::loop_threads>(loops);
    auto made = gateway::make(service, {{"app", app}}, options, log, *threads);
    ASSERT_TRUE(made) << made.error().message;
    open = *std::move(made);
    const auto started = open->start();
    ASSERT_TRUE(started) << started.error().message;
  }

  std::unique_ptr<websocket_client> connected(const websocket_client::headers& headers = {}) {
    auto client = std::make_unique<websocket_client>(open->websocket_port(), patience);
    const auto answer = client->connect("/dev", headers);
    if (answer.status != 101) throw std::runtime_error("not connected: " + std::to_string(answer.status));
    return client;
  }
  raw_http_response handshake(std::string_view target = "/dev", const websocket_client::headers& headers = {}) {
    websocket_client client(open->websocket_port(), patience);
    return client.connect(target, headers);
  }
  raw_http_response manage(std::string_view method, const std::string& id, std::string_view body = {}) {
    return fetch(open->websocket_port(), method, "/dev/@connections/" + id, body);
  }
  // Until the gateway has seen that the connection is gone.
  void wait_until_gone(const std::string& id) {
    const auto give_up = std::chrono::steady_clock::now() + patience;
    while (manage("GET", id).status != 410)
      if (std::chrono::steady_clock::now() > give_up) throw std::runtime_error("the connection does not end");
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
  std::shared_ptr<chat_function> app = std::make_shared<chat_function>();
  config::service service;
  gateway_options options;
  std::unique_ptr<net::loop_threads> threads;
  std::unique_ptr<gateway> open;
};

}  // namespace lamina::gateway::internal
