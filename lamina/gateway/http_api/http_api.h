#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lamina/base/result.h"
#include "lamina/config/service.h"
#include "lamina/gateway/api_stage.h"
#include "lamina/gateway/authorizers/authorizer_plans.h"
#include "lamina/gateway/gateway_options.h"
#include "lamina/gateway/integration/http_cors.h"
#include "lamina/gateway/integration/http_event.h"
#include "lamina/gateway/integration/http_response.h"
#include "lamina/gateway/router/route_table.h"
#include "lamina/gateway/throttling/token_bucket.h"

namespace lamina::gateway {

struct http_route {
  std::string key;  // "GET /pets/{id}", "$default"
  function_pool::function* function = nullptr;
  http_event_template event;
  http_response_format answers = http_response_format::http_api_2_0;
  std::chrono::milliseconds time_limit{};
  std::optional<std::size_t> authorizer{};                // of http_api::authorizers
  std::optional<http_event_template> authorizer_event{};  // of an authorizer that is a function
  std::unique_ptr<token_bucket> throttle{};               // of all event loops together; null: none
  // Why nobody may pass: the service asks for a guard that this gateway does not have, and an open door would be worse
  // than none. Answered 500. Empty: served.
  std::string closed{};
};

// The HTTP API of a service, ready to be served: made once, then read by every loop.
struct http_api {
  api_stage stage;  // "$default" is not in URLs; any other name begins them
  authorizer_plans authorizers;
  route_table table;
  std::vector<http_route> routes;
  std::optional<std::uint32_t> fallback{};  // the route $default
  std::optional<http_cors> cors{};
  bool is_stage_in_path = false;
  std::vector<std::string> notes{};  // what the service asks for and does not get, one sentence each
};

// Nothing: the service has no httpApi events. The functions must outlive the result. The error names file, line and key
// of what cannot be: a route without its function, a path that is no template, the same route twice.
result<std::optional<http_api>> make_http_api(const config::service& from, const function_map& functions,
                                              const gateway_options& options);

}  // namespace lamina::gateway
