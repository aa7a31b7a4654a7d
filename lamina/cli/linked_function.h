#pragma once

#include <chrono>
#include <string>

#include "lamina/engine/engine.h"
#include "lamina/function_pool/function.h"

namespace lamina::cli {

// What Lambda tells a function about itself.
struct function_identity {
  std::string name{};
  std::string arn{};
  int memory_mb = 1024;
  std::chrono::milliseconds timeout{6'000};
};

// An engine in this very program as a function of the gateway: one binary that serves itself. The handler runs on the
// loop of whoever invokes; while it computes, that loop serves nobody else. It must outlive its invocations.
class linked_function final : public function_pool::function {
 public:
  linked_function(engine chain, function_identity identity);

  void invoke(function_pool::invocation work, scheduler& caller, completion done) override;

 private:
  void serve(const function_pool::invocation& work, scheduler& loop, completion done) const;

  const engine chain_;
  const std::chrono::milliseconds timeout_;
  const json::object document_;  // of every context
};

}  // namespace lamina::cli
