#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lamina/base/function.h"
#include "lamina/function_pool/function.h"
#include "lamina/gateway/integration/request_headers.h"
#include "lamina/gateway/integration/response_writer.h"
#include "lamina/gateway/integration/rest_event.h"
#include "lamina/gateway/rest/internal/rest_call.h"
#include "lamina/gateway/rest/internal/rest_loop.h"
#include "lamina/http/client.h"

// The steps of a request, in the order in which rest_service takes them, each in a file of its own: arrival and route,
// IAM or authorizer, API key and throttling, validation, integration. What may refuse a request returns what the client
// gets instead, and null when the request may pass.
namespace lamina::gateway::internal {

// rest_arrival.cpp
rest_call arrive(rest_loop& at, const http::request& request, http::exchange reply);
const gateway_response* check_limits(const rest_loop& at, const rest_call& now);
const gateway_response* find_route(const rest_loop& at, rest_call& now);

// rest_guard.cpp: who is calling, and may they?
// The resource policy before anybody is asked who is calling.
const gateway_response* check_resource_policy(rest_loop& at, rest_call& now);
const gateway_response* check_method_arn(rest_loop& at, rest_call& now);
authorizer& guard_of(const rest_loop& at, const rest_call& now);
// By what the authorizer has said, and the resource policy.
const gateway_response* judge(rest_loop& at, rest_call& now);

// rest_checks.cpp: what a route asks of its requests besides who sends them; nothing, for most
const gateway_response* check_throttle(const rest_loop& at, const rest_call& now);
const gateway_response* check_api_key(const rest_loop& at, rest_call& now);
const gateway_response* check_validity(const rest_loop& at, rest_call& now);

// rest_compression.cpp, where it is switched on: the body of the request is then what it holds
const gateway_response* decompress_body(const rest_loop& at, rest_call& now);
// The body of an answer as it is sent, if smaller is wanted, with the header that says so.
std::optional<std::string> compress_body(const rest_loop& at, const rest_call& now, proxy_response& response,
                                         std::string_view body);

// rest_invocation.cpp: the event for the function, and its answer for the client
// As events show it. Views into the request and the loop's buffers.
rest_request describe(rest_loop& at, const rest_call& now, header_choice which);
// The same with what the authorizer said.
rest_request describe_with_grant(rest_loop& at, const rest_call& now);
function_pool::invocation make_invocation(rest_loop& at, const rest_call& now);
void answer_result(rest_loop& at, rest_call& now, const std::optional<function_pool::invocation_result>& result);
// Of a function that has not answered at all.
void answer_failure(rest_loop& at, rest_call& now, const std::optional<function_pool::invocation_result>& result);

// rest_lambda.cpp: the same where templates say how
const gateway_response* make_mapped_invocation(rest_loop& at, rest_call& now, function_pool::invocation& event);
void answer_mapped_result(rest_loop& at, rest_call& now, const std::optional<function_pool::invocation_result>& result);

// rest_templates.cpp
// What the client gets where a template refuses a request or fails, by the status of the error; its text is for the
// log.
const gateway_response* refuse_mapped(rest_call& now, const error& why);
// What came back goes out as the answer that fits says.
void answer_mapped(rest_loop& at, rest_call& now, const mapped_responses& mapped, const template_view& view,
                   integration_outcome outcome);

// rest_endpoint.cpp: an HTTP endpoint in the place of the function
const gateway_response* make_endpoint_request(rest_loop& at, rest_call& now, http::client_request& request);
// `done` is called when the request has been answered.
void ask_endpoint(rest_loop& at, rest_call& now, http::client_request request, move_only_function<void(bool)> done);

// rest_mock.cpp: what the gateway answers without asking anybody
void answer_mock(rest_loop& at, rest_call& now);
void answer_preflight(rest_loop& at, rest_call& now);

// rest_answer.cpp
void answer(rest_loop& at, rest_call& now, const proxy_response& response, std::string_view body);
// `why` is for the access log.
void answer(rest_loop& at, rest_call& now, const gateway_response& response, std::string_view why = {});
response_frame frame_of(rest_loop& at, const rest_call& now);
// What is known of a request so far, without its answer and times.
access_record record_of(const rest_loop& at, const rest_call& now);
// Writes the line of the access log and sends the bytes.
void finish(rest_loop& at, rest_call& now, std::string bytes, int status, std::size_t body_size, std::string_view why);
// What is refused before it is a request.
http::response reject_request(rest_loop& at, int status, std::string_view client);

}  // namespace lamina::gateway::internal
