#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/function_pool/function.h"
#include "lamina/gateway/authorizers/authorizer.h"
#include "lamina/gateway/function_url/url_api.h"
#include "lamina/gateway/integration/field_list.h"
#include "lamina/gateway/integration/trace_id.h"
#include "lamina/gateway/listener/access_log.h"
#include "lamina/gateway/listener/time_texts.h"
#include "lamina/http/server.h"
#include "lamina/http/target.h"
#include "lamina/net/event_loop.h"

namespace lamina::gateway::internal {

// What the requests of one event loop share.
struct url_loop {
  const url_api& api;
  net::event_loop& loop;
  access_log access_of_unknown;                            // of ids that are nobody's
  std::vector<std::unique_ptr<authorizer>> authorizers{};  // as in the API
  std::vector<access_log> access{};                        // of each function
  time_texts now_texts{};
  // Reused from request to request; never across a wait.
  field_list headers{}, query{};
  std::vector<std::string_view> cookies{};
  std::string header_storage{}, query_storage{}, path_storage{}, event{}, unescaped{}, decoded{}, cors_lines{};
};

// One request on its way. Views are into the request, which is good until it is answered.
struct url_call {
  const url_function* target;  // null: nobody's
  http::request request;
  http::exchange reply;
  steady_time started;
  std::string request_id;
  trace_id trace;
  http::target_parts where;
  authorization judged{};
  std::optional<steady_time> asked_at{};  // when the function was, if somebody wants to know
  int invoke_status = 0;                  // see invoke_status_of
};

// An answer of Lambda itself.
struct url_answer {
  int status = 500;
  std::string_view error_type{};  // x-amzn-ErrorType; "": none
  std::string_view body{};
  std::string_view type = "application/json";
  std::string_view message{};  // what the body says, for access logs
};

url_call arrive(url_loop& at, const url_function* target, const http::request& request, http::exchange reply);
// The event for the function.
function_pool::invocation make_invocation(url_loop& at, const url_call& now);
// To a browser that asks before its request.
void answer_preflight(url_loop& at, url_call& now);
access_log& log_of(url_loop& at, const url_call& now);
// `why` is for the access log. Both send the answer: nothing of the request may be used any more.
void answer(url_loop& at, url_call& now, const url_answer& said, std::string_view why = {});
void answer_result(url_loop& at, url_call& now, const std::optional<function_pool::invocation_result>& result);

}  // namespace lamina::gateway::internal
