#pragma once

#include <chrono>
#include <string>

#include "lamina/function_pool/function.h"
#include "lamina/json/json.h"
#include "tests/parity/gateway/invocation_log.h"

namespace parity {

// A function that behaves as a case's `function` or `authorizer` says, and notes the events it gets under its key. One
// that sleeps longer than it may fails as those of the pool do.
class scripted_function final : public lamina::function_pool::function {
 public:
  // The log must outlive it.
  scripted_function(std::string key, lamina::json::value behaviour, std::chrono::milliseconds time_limit,
                    invocation_log& log)
      : key_(std::move(key)), behaviour_(std::move(behaviour)), time_limit_(time_limit), log_(log) {}

  void invoke(lamina::function_pool::invocation work, lamina::scheduler& caller, completion done) override;

 private:
  lamina::function_pool::invocation_result answer_to(const std::string& event) const;

  std::string key_;
  lamina::json::value behaviour_;
  std::chrono::milliseconds time_limit_;
  invocation_log& log_;
};

}  // namespace parity
