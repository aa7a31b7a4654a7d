#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/base/log.h"
#include "lamina/base/scheduler.h"
#include "lamina/function_pool/function.h"
#include "lamina/gateway/authorizers/authorizer_answer.h"
#include "lamina/gateway/authorizers/result_cache.h"
#include "lamina/gateway/authorizers/token_pattern.h"

namespace lamina::gateway {

struct token_authorizer_options {
  std::string name{};
  std::string header = "Authorization";
  std::string validation_expression{};  // empty: every token is good enough to be asked about
  std::chrono::seconds lifetime{300};   // of a cached answer; 0: every request asks
  std::chrono::milliseconds time_limit{29'000};
  std::size_t max_cached = 4096;  // answers
};

// A Lambda authorizer of type TOKEN of a REST API. What is cached is the answer, by token; its policy is for the caller
// to judge for each request. Failures are not cached. While an answer is awaited, others with the same token wait for
// it too, unless nothing is cached at all.
//
// One per event loop, on its thread: loops share nothing, so a token may be asked about once per loop.
class token_authorizer {
 public:
  using outcome = authorizer_outcome;
  using answer = authorizer_answer;
  using completion = authorizer_completion;

  // The error is that of a broken validation expression. `function`, `loop` and `log` must outlive the authorizer, the
  // authorizer every call.
  static result<std::unique_ptr<token_authorizer>> make(token_authorizer_options options,
                                                        function_pool::function& function, scheduler& loop,
                                                        logger& log);

  // May the function be asked about this token? Not if it is empty or does not match the validation expression: 401.
  bool accepts(std::string_view token) const noexcept;
  // The cached answer, or null.
  std::shared_ptr<const authorizer_result> find(std::string_view token) const;

  struct question {
    std::string_view token, method_arn, request_id, trace_id;
  };
  // Invokes the function. `done` runs on the loop, never inside this call.
  void ask(const question& about, completion done);

  const token_authorizer_options& options() const noexcept { return options_; }

 private:
  token_authorizer(token_authorizer_options options, function_pool::function& function, scheduler& loop, logger& log);
  void finish(const std::string& token, const answer& got);

  token_authorizer_options options_;
  function_pool::function& function_;
  scheduler& loop_;
  logger& log_;
  std::optional<token_pattern> pattern_;
  result_cache cache_;
  std::map<std::string, std::vector<completion>, std::less<>> waiting_;  // by token, while the function works
};

}  // namespace lamina::gateway
