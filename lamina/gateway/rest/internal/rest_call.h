#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/gateway/authorizers/authorizer.h"
#include "lamina/gateway/integration/response_writer.h"
#include "lamina/gateway/integration/trace_id.h"
#include "lamina/gateway/rest/rest_api.h"
#include "lamina/gateway/router/request_target.h"
#include "lamina/gateway/templates/mapping_template.h"
#include "lamina/http/server.h"

namespace lamina::gateway::internal {

// One request on its way through a REST API: what the steps find out, for those after them and for the access log.
// Views are into the request, which is good until it is answered.
struct rest_call {
  http::request request;
  http::exchange reply;
  steady_time started;
  std::string request_id, extended_request_id;
  trace_id trace;
  request_target target;
  std::string_view method;  // that of an override, when there is one
  route_match match{};
  const rest_route* route = nullptr;
  std::string_view user_agent{};              // without data: the client sent none
  bool invoked = false;                       // an integration was there: its trace is told
  std::optional<steady_time> asked_at{};      // when the function was, if somebody wants to know
  int invoke_status = 0;                      // see invoke_status_of
  const gateway_response* refused = nullptr;  // the gateway's own answer, when it is one
  const usage_plans::key* api_key = nullptr;  // of a route that asks for one

  // Of a body that came compressed: it and the other headers.
  std::string plain_body{};
  std::vector<http::header> plain_headers{};

  policy::decision by_policy = policy::decision::deny;  // of the API's resource policy, where there is one
  // Of a guarded route:
  std::string method_arn{};
  authorization said{.log = {}};
  gateway_response refusal{};  // views into these two, and into what the authorizer said
  std::string refusal_body{}, refusal_message{};
  std::string validation_error{};  // what is wrong with a request that is refused for it
  std::string failure{};           // of a mapping template, for the log
  template_overrides overrides{};  // what the request's template has set
};

}  // namespace lamina::gateway::internal
