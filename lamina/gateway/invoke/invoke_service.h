#pragma once

#include "lamina/base/log.h"
#include "lamina/gateway/gateway_options.h"
#include "lamina/gateway/invoke/invoke_api.h"
#include "lamina/gateway/invoke/invoke_request.h"
#include "lamina/gateway/listener/access_log.h"
#include "lamina/gateway/listener/internal/awaiting.h"
#include "lamina/gateway/listener/requests_under_way.h"
#include "lamina/http/server.h"

namespace lamina::gateway {

// Serves the Invoke API of AWS Lambda on one event loop: synchronous invocations, events for the queue, dry runs.
// https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
//
// Whoever reaches it may run every function with any event. So, unless options.management_keys say whose signatures
// (SigV4, service "lambda") calls must have, it answers 403 to a request that comes from a page in a browser (Origin,
// Sec-Fetch-Site, a Host that is not this machine) or through a proxy (Forwarded, X-Forwarded-For, Via).
//
// On the loop's thread; arguments must outlive it, and it must outlive its requests: see under_way().
class invoke_service {
 public:
  invoke_service(const invoke_api& api, const gateway_options& options, scheduler& loop, logger& log);

  // Is it for this service? By its path, unless it goes to a function URL.
  static bool takes(const http::request& request) noexcept {
    return is_lambda_request(request.target) && request.find("Host").find(".lambda-url.") == std::string_view::npos;
  }
  void handle(const http::request& request, http::exchange reply);

  std::size_t under_way() const noexcept { return requests_.count(); }
  void on_done(move_only_function<void()> call) { requests_.on_done(std::move(call)); }

 private:
  struct call;

  internal::detached serve(http::request request, http::exchange reply);
  std::optional<lambda_error> check_caller(const http::request& request) const;
  std::optional<lambda_error> check_function(const call& now) const;
  std::optional<lambda_error> check_payload(const call& now) const;
  auto invoke(const call& now);
  void answer(call& now, function_pool::invocation_result result);
  void answer(call& now, const lambda_error& error);
  void finish(call& now, http::response response, std::string_view why);

  const invoke_api& api_;
  const gateway_options& options_;
  scheduler& loop_;
  access_log access_;
  time_texts now_texts_;
  requests_under_way requests_;
};

}  // namespace lamina::gateway
