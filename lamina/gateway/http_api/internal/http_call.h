#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "lamina/gateway/authorizers/authorizer.h"
#include "lamina/gateway/http_api/http_api.h"
#include "lamina/gateway/integration/trace_id.h"
#include "lamina/http/server.h"
#include "lamina/http/target.h"

namespace lamina::gateway::internal {

// One request on its way through an HTTP API: what the steps find out, for those after them and for the access log.
// Views are into the request, which is good until it is answered, and into this. Stays where it was made.
struct http_call {
  http::request request;
  http::exchange reply;
  steady_time started;
  std::string id;             // apigw-requestid
  std::string invocation_id;  // the function's own
  trace_id trace;
  http::target_parts target;
  std::string decoded_path{};
  std::string_view path{};        // decoded: what events show
  std::string_view route_path{};  // without the stage: what routes are matched with
  route_match match{};
  const http_route* route = nullptr;
  std::optional<steady_time> asked_at{};  // when the function was, if somebody wants to know
  int invoke_status = 0;                  // see invoke_status_of

  // Of a guarded route:
  std::string route_arn{};
  authorization said{.log = {}};
  std::string challenge{};  // a ready header line
};

}  // namespace lamina::gateway::internal
