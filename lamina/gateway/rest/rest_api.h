#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/base/result.h"
#include "lamina/config/service.h"
#include "lamina/gateway/api_stage.h"
#include "lamina/gateway/authorizers/authorizer_plans.h"
#include "lamina/gateway/authorizers/policy.h"
#include "lamina/gateway/gateway_options.h"
#include "lamina/gateway/integration/binary_media_types.h"
#include "lamina/gateway/integration/endpoint.h"
#include "lamina/gateway/integration/lambda_integration.h"
#include "lamina/gateway/integration/mock_integration.h"
#include "lamina/gateway/integration/rest_event.h"
#include "lamina/gateway/rest/cors_preflight.h"
#include "lamina/gateway/rest/gateway_responses.h"
#include "lamina/gateway/rest/route_checks.h"
#include "lamina/gateway/router/route_table.h"
#include "lamina/gateway/throttling/usage_memory.h"
#include "lamina/gateway/throttling/usage_plans.h"

namespace lamina::gateway {

// How the requests of a route are answered.
enum class integration_kind : std::uint8_t {
  lambda_proxy,  // by a function, as it says
  lambda,        // by a function, or by the queue before it, as templates say
  http,          // by an HTTP endpoint
  mock,          // by the gateway, as templates say
  preflight,     // by the gateway, as `cors` says
};

struct rest_route {
  std::string resource;  // "/pets/{id}"
  integration_kind integration = integration_kind::lambda_proxy;
  function_pool::function* function = nullptr;
  rest_event_template event;
  std::chrono::milliseconds time_limit{};
  bool streams = false;                        // the function streams its answers; they are sent when they are whole
  std::optional<std::size_t> authorizer{};     // in rest_api::authorizers
  config::authorizer::kind authorizer_type{};  // of one
  // Of these kinds:
  std::shared_ptr<const lambda_integration> lambda{};
  std::shared_ptr<const class endpoint> endpoint{};
  std::shared_ptr<const mock_integration> mock{};
  std::shared_ptr<const cors_preflight> preflight{};
  std::unique_ptr<route_checks> checks{};  // null: nothing to be checked
  // Why nobody may pass: the service asks for a guard that this gateway does not have, and an open door would be worse
  // than none. Answered 500. Empty: served.
  std::string closed{};
};

// The REST API of a service, ready to be served: made once, then read by every loop.
struct rest_api {
  api_stage stage;
  route_table table;
  std::vector<rest_route> routes;
  authorizer_plans authorizers;
  binary_media_types binary;
  std::vector<std::string> notes;     // what the service asks for and does not get, one sentence each
  std::optional<policy> resources{};  // who may call at all; nothing: everybody
  gateway_responses changed_responses{};
  std::unique_ptr<usage_plans> plans{};   // of the API keys; null: no route asks for one
  std::unique_ptr<usage_memory> usage{};  // where they are remembered; null: nowhere
  // From how many bytes on an answer is compressed for a client that likes it; requests may be compressed then too.
  // Nothing: neither.
  std::optional<std::size_t> minimum_compression_size{};
  config::api_key_source key_source = config::api_key_source::header;
};

// The functions must outlive the result. The error names file, line and key of what cannot be: a route without its
// function, a path that is no template, the same route twice, an authorizer that cannot be.
result<rest_api> make_rest_api(const config::service& from, const function_map& functions,
                               const gateway_options& options);

}  // namespace lamina::gateway
