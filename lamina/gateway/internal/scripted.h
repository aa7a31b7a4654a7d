#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "lamina/config/service.h"
#include "lamina/function_pool/function.h"

namespace lamina::gateway::internal {

// A function of tests: answers at once what the test says, or keeps the completion.
class scripted final : public function_pool::function {
 public:
  using script = move_only_function<function_pool::invocation_result(const function_pool::invocation&)>;

  explicit scripted(script answer) : answer_(std::move(answer)) {}
  explicit scripted(std::string payload)
      : scripted([payload = std::move(payload)](const function_pool::invocation&) -> function_pool::invocation_result {
          return {function_pool::outcome::success, payload};
        }) {}

  void invoke(function_pool::invocation work, scheduler& caller, completion done) override {
    const std::scoped_lock lock(mutex_);
    ++calls;
    if (silent) {
      kept_.push_back(std::move(done));
      return;
    }
    caller.post([result = answer_(work), done = std::move(done)]() mutable { done(std::move(result)); });
  }

  std::atomic<int> calls = 0;
  std::atomic<bool> silent = false;  // never answers

 private:
  std::mutex mutex_;
  script answer_;
  std::vector<completion> kept_;
};

inline config::route rest_route_of(std::string method, std::string path, std::string function) {
  config::route route;
  route.method = std::move(method);
  route.path = std::move(path);
  route.function = std::move(function);
  return route;
}

inline config::route http_route_of(std::string method, std::string path, std::string function) {
  config::route route = rest_route_of(std::move(method), std::move(path), std::move(function));
  route.api = config::api_kind::http;
  return route;
}

}  // namespace lamina::gateway::internal
