#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "lamina/function_pool/function.h"
#include "lamina/json/json.h"

namespace parity {

// A function that behaves as a case's `function` or `authorizer` says, and remembers the events it got.
class scripted_function final : public lamina::function_pool::function {
 public:
  explicit scripted_function(lamina::json::value behaviour) : behaviour_(std::move(behaviour)) {}

  void invoke(lamina::function_pool::invocation work, lamina::scheduler& caller, completion done) override;
  // In the order of their arrival.
  std::vector<std::string> events() const;

 private:
  lamina::function_pool::invocation_result answer_to(const std::string& event) const;

  lamina::json::value behaviour_;
  mutable std::mutex mutex_;  // of events_: the gateway's loops call, the runner reads
  std::vector<std::string> events_;
};

}  // namespace parity
