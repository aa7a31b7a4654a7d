#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

#include "lamina/function_pool/function.h"
#include "lamina/json/json.h"

namespace lamina {

// A function for tests: notes what it is invoked with, and answers each route ("$connect", "/hello" of a REST API) as
// it is told; 200 where it is told nothing. Any thread.
class watched_function final : public function_pool::function {
 public:
  using result = function_pool::invocation_result;

  // What one route is answered with from now on.
  void answer(const std::string& route, result with) {
    const std::scoped_lock lock(mutex_);
    answers_[route] = std::move(with);
  }
  // The route's invocations wait for let_go().
  void hold(const std::string& route) {
    const std::scoped_lock lock(mutex_);
    held_route_ = route;
  }
  void let_go() {
    std::deque<std::function<void()>> kept;
    {
      const std::scoped_lock lock(mutex_);
      held_route_.clear();
      kept.swap(held_);
    }
    for (const auto& one : kept) one();
  }

  void invoke(function_pool::invocation work, scheduler& caller, completion done) override {
    const json::value event = json::parse(work.event);
    const std::string route = route_of(event);
    const std::scoped_lock lock(mutex_);
    const auto found = answers_.find(route);
    result with =
        found == answers_.end() ? result{function_pool::outcome::success, R"({"statusCode":200})"} : found->second;
    const auto shared = std::make_shared<completion>(std::move(done));
    const auto reply = [shared, with = std::move(with), &caller] { caller.post([shared, with] { (*shared)(with); }); };
    if (route == held_route_)
      held_.push_back(reply);
    else
      reply();
    events_.push_back(event);
    added_.notify_all();
  }

  // The events of a route, once there are that many; throws when they do not come.
  std::vector<json::value> events(const std::string& route, std::size_t count) {
    std::unique_lock lock(mutex_);
    std::vector<json::value> found;
    const bool came = added_.wait_for(lock, std::chrono::seconds(20), [&] {
      found.clear();
      for (const auto& event : events_)
        if (route_of(event) == route) found.push_back(event);
      return found.size() >= count;
    });
    if (!came)
      throw std::runtime_error(route + ": " + std::to_string(found.size()) + " of " + std::to_string(count) +
                               " invocations");
    return found;
  }
  std::size_t count(const std::string& route) { return events(route, 0).size(); }

 private:
  static std::string route_of(const json::value& event) {
    const json::object& context = event.at("requestContext").as_object();
    return std::string(context.at(context.contains("routeKey") ? "routeKey" : "resourcePath").as_string());
  }

  std::mutex mutex_;
  std::condition_variable added_;
  std::map<std::string, result> answers_;
  std::string held_route_;
  std::deque<std::function<void()>> held_;
  std::vector<json::value> events_;
};

}  // namespace lamina
