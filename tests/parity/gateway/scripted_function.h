#pragma once

#include <string>

#include "lamina/function_pool/function.h"
#include "lamina/json/json.h"
#include "tests/parity/gateway/invocation_log.h"

namespace parity {

// A function that behaves as a case's `function` or `authorizer` says, and notes the events it gets under its key.
class scripted_function final : public lamina::function_pool::function {
 public:
  // The log must outlive it.
  scripted_function(std::string key, lamina::json::value behaviour, invocation_log& log)
      : key_(std::move(key)), behaviour_(std::move(behaviour)), log_(log) {}

  void invoke(lamina::function_pool::invocation work, lamina::scheduler& caller, completion done) override;

 private:
  lamina::function_pool::invocation_result answer_to(const std::string& event) const;

  std::string key_;
  lamina::json::value behaviour_;
  invocation_log& log_;
};

}  // namespace parity
