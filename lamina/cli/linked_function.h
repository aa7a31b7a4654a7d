#pragma once

#include "lamina/engine/engine.h"
#include "lamina/function_pool/function.h"

namespace lamina::cli {

// What Lambda tells a function about itself.
struct function_identity {
  std::string name;
  std::string arn;
  int memory_mb = 1024;
  std::chrono::milliseconds timeout{6000};
};

// An engine in this very program as a function of the gateway: one binary that serves itself. An invocation runs on the
// loop of whoever invokes; what the handler computes, the loop does not serve. Copies of the event: one, when it is
// parsed.
class linked_function final : public function_pool::function {
 public:
  linked_function(engine chain, function_identity identity);

  void invoke(function_pool::invocation work, scheduler& caller, completion done) override;

 private:
  void serve(function_pool::invocation work, scheduler& loop, completion done) const;

  engine chain_;
  function_identity identity_;
};

}  // namespace lamina::cli
