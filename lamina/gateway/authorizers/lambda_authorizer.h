#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/base/log.h"
#include "lamina/base/scheduler.h"
#include "lamina/function_pool/function.h"
#include "lamina/gateway/authorizers/answer_cache.h"
#include "lamina/gateway/authorizers/authorizer.h"
#include "lamina/gateway/authorizers/identity_sources.h"
#include "lamina/gateway/authorizers/lambda_result.h"
#include "lamina/gateway/authorizers/token_pattern.h"

namespace lamina::gateway {

struct lambda_authorizer_options {
  std::string name{};           // for the log
  bool is_token = false;        // TOKEN: one header is the source, its value the event's authorizationToken
  std::string event_version{};  // of REQUEST on HTTP APIs: "1.0" or "2.0"; "": the one form of REST and WebSocket APIs
  lambda_result_form form = lambda_result_form::policy_of_rest;
  identity_sources sources{};
  bool needs_sources = true;            // a request that lacks one of them is answered 401 without asking
  std::string validation_expression{};  // of TOKEN; empty: every token is good enough to be asked about
  std::chrono::seconds lifetime{300};   // of an answer that is kept; 0: every request asks
  std::chrono::milliseconds time_limit{29'000};
  std::size_t max_cached = 4096;  // answers
  std::size_t max_result_bytes = 6'291'556;
};

// A function that is asked who may pass: the Lambda authorizers TOKEN and REQUEST of REST APIs, REQUEST of HTTP and
// WebSocket APIs.
//
// Its answers are kept by the values of all identity sources in their order, for all routes alike; failures are not.
// While an answer is awaited, requests with the same values wait for it too, unless nothing is kept at all.
class lambda_authorizer final : public authorizer {
 public:
  // The error is that of a broken validation expression. `function`, `loop` and `log` must outlive it.
  static result<std::unique_ptr<lambda_authorizer>> make(lambda_authorizer_options options,
                                                         function_pool::function& function, scheduler& loop,
                                                         logger& log);

  bool decide(const guarded_request& request, authorization& said) override;
  void ask(const guarded_request& request, completion done) override;

 private:
  struct waiting {
    const guarded_request* request;
    completion done;
    steady_time since;
  };
  using shared_result = std::shared_ptr<const lambda_result>;

  lambda_authorizer(lambda_authorizer_options options, function_pool::function& function, scheduler& loop, logger& log);
  bool keeps() const noexcept { return options_.lifetime.count() > 0 && !options_.sources.empty(); }
  std::string_view key();
  bool accepts() const noexcept;
  function_pool::invocation write_invocation(const guarded_request& request) const;
  void finish(const std::string& key, const std::optional<function_pool::invocation_result>& invoked);
  void answer(waiting& one, authorization::verdict failure, const shared_result& answered) const;
  authorization::verdict judge(const std::optional<function_pool::invocation_result>& invoked,
                               shared_result& answered) const;

  const lambda_authorizer_options options_;
  function_pool::function& function_;
  scheduler& loop_;
  logger& log_;
  std::optional<token_pattern> pattern_;
  answer_cache<lambda_result> cache_;
  std::map<std::string, std::vector<waiting>, std::less<>> waiting_;  // by key, while the function works
  identity_values seen_;                                              // of the request at hand
  std::string key_storage_;
};

}  // namespace lamina::gateway
