#include "lamina/gateway/invoke/invoke_service.h"

#include "lamina/aws/signature_check.h"
#include "lamina/base/base64.h"
#include "lamina/base/random.h"
#include "lamina/gateway/integration/function_call.h"
#include "lamina/gateway/integration/trace_id.h"
#include "lamina/http/target.h"
#include "lamina/json/json.h"
#include "lamina/runtime_api/protocol.h"

namespace lamina::gateway {
namespace {

using function_pool::invocation_result;
using function_pool::outcome;
using invocation_type = invoke_request::invocation_type;

constexpr std::size_t max_asynchronous_payload = 1'048'576;

// A page of any site may ask a browser for a name that leads to 127.0.0.1; an address in Host leaves no such doubt.
bool names_this_machine(std::string_view host) noexcept {
  if (host.starts_with('[')) return true;
  const std::string_view name = host.substr(0, host.find(':'));
  return name.empty() || name == "localhost" || name.ends_with(".localhost") ||
         name.find_first_not_of("0123456789.") == std::string_view::npos;
}

bool comes_from_elsewhere(const http::request& request) noexcept {
  for (const std::string_view name : {"Origin", "Sec-Fetch-Site", "Forwarded", "X-Forwarded-For", "Via"})
    if (!request.find(name).empty()) return true;
  return !names_this_machine(request.find("Host"));
}

std::string message_of(std::string_view payload) {
  const auto document = json::try_parse(payload);
  return document ? std::string(json::find_string(*document, "errorMessage")) : std::string();
}

}  // namespace

struct invoke_service::call {
  http::request request;
  http::exchange reply;
  steady_time started;
  std::string request_id;
  trace_id trace;
  invoke_request asked{};
  const invocable* target = nullptr;
  std::optional<steady_time> asked_at{};
  int invoke_status = 0;
};

invoke_service::invoke_service(const invoke_api& api, const gateway_options& options, scheduler& loop, logger& log)
    : api_(api), options_(options), loop_(loop), access_(api_family::invoke, api.stage, options, loop, log) {}

void invoke_service::handle(const http::request& request, http::exchange reply) { serve(request, std::move(reply)); }

auto invoke_service::invoke(const call& now) {
  return internal::await_callback<invocation_result>([this, &now](auto done) {
    function_pool::function& to =
        now.asked.type == invocation_type::event ? *now.target->queued : *now.target->function;
    to.invoke({.event = now.request.body.empty() ? "{}" : std::string(now.request.body),
               .request_id = now.request_id,
               .trace_id = now.trace.full,
               .client_context = now.asked.client_context,
               .wants_log = now.asked.wants_log},
              loop_, std::move(done));
  });
}

internal::detached invoke_service::serve(http::request request, http::exchange reply) {
  const requests_under_way::presence here(requests_);
  call now{.request = request,
           .reply = std::move(reply),
           .started = loop_.now(),
           .request_id = random_uuid(),
           .trace = make_trace_id(request.find("X-Amzn-Trace-Id"), loop_.wall_clock())};
  if (const auto refused = check_caller(request)) co_return answer(now, *refused);
  invoke_reading reading = read_invoke_request(request);
  if (!reading.request) co_return answer(now, reading.refused);
  now.asked = *std::move(reading.request);
  now.target = api_.find(now.asked.name);
  if (const auto refused = check_function(now)) co_return answer(now, *refused);
  if (now.asked.type == invocation_type::dry_run) co_return finish(now, {.status = 204}, {});
  if (const auto refused = check_payload(now)) co_return answer(now, *refused);
  now.asked_at = access_.now();
  invocation_result result = co_await invoke(now);
  now.invoke_status = invoke_status_of(result);
  answer(now, std::move(result));
}

std::optional<lambda_error> invoke_service::check_caller(const http::request& request) const {
  if (options_.management_keys.empty()) {
    if (!comes_from_elsewhere(request)) return std::nullopt;
    return make_lambda_error(
        403, "AccessDeniedException",
        "The Invoke API takes unsigned requests only from programs of this machine: no browser, no "
        "proxy (lamina serve --verify-signatures takes signed ones from anywhere)");
  }
  const auto caller = aws::check_signature({request.method, request.target, request.headers, request.body},
                                           options_.management_keys, "lambda", api_.stage.region, loop_.wall_clock());
  if (caller) return std::nullopt;
  lambda_error refused{.status = caller.error().status_code};
  for (const std::string_view known : {"MissingAuthenticationTokenException", "IncompleteSignatureException",
                                       "UnrecognizedClientException", "InvalidSignatureException"})
    if (caller.error().name == known) refused.type = known;
  refused.body = json::serialize({{"message", caller.error().message}});
  return refused;
}

std::optional<lambda_error> invoke_service::check_function(const call& now) const {
  const invoke_request& asked = now.asked;
  if (now.target == nullptr || !asked.is_latest()) {
    const std::string_view name = now.target == nullptr ? std::string_view(asked.name) : now.target->name;
    const std::string_view qualifier = asked.qualifier.empty() ? std::string_view("$LATEST") : asked.qualifier;
    return make_lambda_error(404, "ResourceNotFoundException",
                             "Function not found: " + api_.arn_of(name) + ":" + std::string(qualifier));
  }
  if (now.target->function != nullptr) return std::nullopt;
  return make_lambda_error(502, "InvalidRuntimeException",
                           "The function " + now.target->key + " cannot be run here: see the warnings at the start");
}

std::optional<lambda_error> invoke_service::check_payload(const call& now) const {
  const std::string_view payload = now.request.body;
  const std::size_t limit =
      now.asked.type == invocation_type::event ? max_asynchronous_payload : runtime_api::max_event_bytes;
  if (payload.size() > limit)
    return make_lambda_error(
        413, "RequestTooLargeException",
        "Request must be smaller than " + std::to_string(limit) + " bytes for the InvokeFunction operation", "message");
  if (payload.empty()) return std::nullopt;
  if (const auto good = json::check(payload); !good)
    return make_lambda_error(400, "InvalidRequestContentException",
                             "Could not parse request body into json: " + good.error().message, "message");
  return std::nullopt;
}

void invoke_service::answer(call& now, invocation_result result) {
  const bool is_event = now.asked.type == invocation_type::event;
  switch (result.outcome) {
    case outcome::success:
    case outcome::function_error: break;
    case outcome::throttled: {
      auto refused = make_lambda_error(429, "TooManyRequestsException", message_of(result.payload), "message");
      if (!is_event) refused.body = std::move(result.payload);
      return answer(now, refused);
    }
    case outcome::unavailable:
      return answer(now, make_lambda_error(500, "ServiceException", message_of(result.payload)));
  }
  http::response response;
  response.status = is_event ? 202 : 200;
  if (!is_event) {
    response.headers = {{"Content-Type", "application/json"}, {"X-Amz-Executed-Version", "$LATEST"}};
    if (result.outcome == outcome::function_error) response.headers.emplace_back("X-Amz-Function-Error", "Unhandled");
    if (now.asked.wants_log) response.headers.emplace_back("X-Amz-Log-Result", base64_encode(result.log));
    response.body = std::move(result.payload);
  }
  response.headers.emplace_back("x-amzn-Remapped-Content-Length", "0");
  response.headers.emplace_back("X-Amzn-Trace-Id", now.trace.full);
  finish(now, std::move(response), {});
}

void invoke_service::answer(call& now, const lambda_error& error) {
  http::response response;
  response.status = error.status;
  response.headers = {{"Content-Type", "application/json"}, {"x-amzn-ErrorType", std::string(error.type)}};
  response.body = error.body;
  finish(now, std::move(response), error.body);
}

void invoke_service::finish(call& now, http::response response, std::string_view why) {
  now_texts_.update(loop_.wall_clock());
  response.headers.emplace_back("Date", now_texts_.http_date());
  response.headers.emplace_back("x-amzn-RequestId", now.request_id);
  const bool keep_alive = now.reply.keeps_alive();
  std::string bytes;
  bytes.reserve(response.body.size() + 512);
  http::write_head(bytes, response, now.request.version, keep_alive);
  if (http::has_body(response.status) && now.request.method != "HEAD") bytes += response.body;
  access_.finish({.request_id = now.request_id,
                  .ip = now.request.remote_address,
                  .method = now.request.method,
                  .path = http::split_target(now.request.target).path,
                  .resource = now.target == nullptr ? std::string_view() : now.target->name,
                  .trace_id = now.trace.full,
                  .request = &now.request,
                  .status = response.status,
                  .response_length = response.body.size(),
                  .latency = access_.since(now.started),
                  .integration_latency = access_.since(now.asked_at),
                  .integration_status = now.invoke_status == 200 ? response.status : 0,
                  .invoke_status = now.invoke_status,
                  .integration_request_id = now.asked_at ? std::string_view(now.request_id) : std::string_view(),
                  .error = why});
  // Last: the request's views are good until now.
  now.reply.answer_raw(std::move(bytes), keep_alive);
}

}  // namespace lamina::gateway
