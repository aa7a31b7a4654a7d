#include "lamina/gateway/rest/rest_service.h"

#include "lamina/base/base64.h"
#include "lamina/base/keep_small.h"
#include "lamina/base/random.h"
#include "lamina/gateway/integration/function_call.h"
#include "lamina/gateway/integration/query_string.h"
#include "lamina/gateway/integration/request_headers.h"
#include "lamina/gateway/integration/trace_id.h"
#include "lamina/gateway/router/request_target.h"

namespace lamina::gateway {
namespace {

constexpr std::size_t max_method_arn = 1600;
constexpr std::size_t kept_capacity = 256 * 1024;  // of a reused buffer: one large body is not kept for ever

// 16 characters that end in "=", as every recorded one.
std::string make_extended_request_id() {
  char bytes[11];
  random_bytes(bytes, sizeof bytes);
  return base64_encode({bytes, sizeof bytes});
}

// The last header of that name: what an event's `headers` shows of repeats.
std::string_view last_header(const http::request& request, std::string_view name) {
  for (std::size_t i = request.headers.size(); i-- > 0;)
    if (http::equal_ignoring_case(request.headers[i].name, name)) return request.headers[i].value;
  return {};
}

}  // namespace

struct rest_service::call {
  http::request request;
  http::exchange reply;
  steady_time started;
  std::string request_id, extended_request_id;
  trace_id trace;
  request_target target;
  std::string_view method;  // that of an override, when there is one
  route_match match{};
  const rest_route* route = nullptr;
  bool invoked = false;  // an integration was there: its trace is told
  std::string_view token{};
  std::string method_arn{};
  std::shared_ptr<const authorizer_result> granted{};
  std::chrono::milliseconds authorizer_latency{};
  std::string_view authorizer_log{};
};

rest_service::rest_service(const rest_api& api, const gateway_options& options, scheduler& loop, logger& log)
    : api_(api), options_(options), loop_(loop), log_(log), access_(api_family::rest, api.stage, options, loop, log) {}

result<std::unique_ptr<rest_service>> rest_service::make(const rest_api& api, const gateway_options& options,
                                                         scheduler& loop, logger& log) {
  std::unique_ptr<rest_service> made(new rest_service(api, options, loop, log));
  for (const rest_authorizer& guard : api.authorizers) {
    auto authorizer = token_authorizer::make(guard.options, *guard.function, loop, log);
    if (!authorizer) return authorizer.error();
    made->authorizers_.push_back(*std::move(authorizer));
  }
  return made;
}

// Counts a request from its arrival to the end of all that it owns.
struct rest_service::presence {
  explicit presence(rest_service& at) : service(at) { ++service.under_way_; }
  presence(const presence&) = delete;
  presence& operator=(const presence&) = delete;
  ~presence() {
    --service.under_way_;
    if (service.on_done_) service.on_done_();
  }
  rest_service& service;
};

void rest_service::handle(const http::request& request, http::exchange reply) { serve(request, std::move(reply)); }

auto rest_service::ask(call& now, token_authorizer& guard) {
  now.authorizer_log = "miss";
  return internal::await_callback<token_authorizer::outcome>([this, &now, &guard](auto done) {
    const std::string id = random_uuid();  // an invocation of its own
    const token_authorizer::question about{now.token, now.method_arn, id, now.trace.full};
    guard.ask(about, [this, &now, done = std::move(done)](const token_authorizer::answer& got) mutable {
      now.granted = got.result;
      now.authorizer_latency = std::chrono::duration_cast<std::chrono::milliseconds>(loop_.now() - now.started);
      done(got.what);
    });
  });
}

auto rest_service::invoke(const call& now, function_pool::invocation work) {
  using result = std::optional<function_pool::invocation_result>;
  return internal::await_callback<result>([this, &now, work = std::move(work)](auto done) mutable {
    call_function(*now.route->function, std::move(work), loop_, now.route->time_limit, std::move(done));
  });
}

// The way of every request. Each step is a plain call; two of them wait.
internal::detached rest_service::serve(http::request request, http::exchange reply) {
  const presence here(*this);
  call now{.request = request,
           .reply = std::move(reply),
           .started = loop_.now(),
           .request_id = random_uuid(),
           .extended_request_id = make_extended_request_id(),
           .trace = make_trace_id(request.find("X-Amzn-Trace-Id"), loop_.wall_clock()),
           .target = split_target(request.target),
           .method = request.find("X-HTTP-Method-Override")};
  if (now.method.empty()) now.method = request.method;
  if (const gateway_response* refused = check_request(now)) co_return answer(now, *refused);

  if (now.target.stage != api_.stage.stage) co_return answer(now, responses::forbidden);
  now.route = find_route(now);
  if (now.route == nullptr) co_return answer(now, responses::missing_authentication_token);
  if (!now.route->closed.empty()) co_return answer(now, responses::internal_error, now.route->closed);

  if (now.route->authorizer) {
    token_authorizer& guard = *authorizers_[*now.route->authorizer];
    auto outcome = token_authorizer::outcome::unauthorized;
    now.token = last_header(request, guard.options().header);
    if (has_cached_answer(now, guard))
      outcome = token_authorizer::outcome::answered;
    else if (guard.accepts(now.token))
      outcome = co_await ask(now, guard);
    if (const gateway_response* refused = refuse(now, outcome)) co_return answer(now, *refused);
  }

  function_pool::invocation event = build_event(now);
  const auto result = co_await invoke(now, std::move(event));
  answer(now, result);
}

const gateway_response* rest_service::check_request(const call& now) const {
  static const gateway_response bad_request = refusal(400), headers_too_large = refusal(431);
  if (now.request.target.size() > options_.max_target_bytes) return &responses::uri_too_long;
  if (has_refused_character(now.request.target)) return &bad_request;
  if (header_value_bytes(now.request) > options_.max_header_value_bytes) return &headers_too_large;
  return nullptr;
}

const rest_route* rest_service::find_route(call& now) const {
  return api_.table.find(now.method, now.target.path, now.match) ? &api_.routes[now.match.route] : nullptr;
}

bool rest_service::has_cached_answer(call& now, token_authorizer& guard) {
  write_method_arn(now.method_arn, api_.stage, now.method, now.target.path);
  now.granted = guard.find(now.token);
  now.authorizer_log = now.granted ? "hit" : "refused";
  return now.granted != nullptr;
}

// Null when the request may pass. The policy is asked anew for each request, cached or not.
const gateway_response* rest_service::refuse(call& now, token_authorizer::outcome outcome) const {
  if (now.method_arn.size() > max_method_arn) return &responses::uri_too_long;
  if (const gateway_response* refused = refusal_of(outcome)) return refused;
  return refusal_of(now.granted->rules.decide(now.method_arn));
}

function_pool::invocation rest_service::build_event(const call& now) {
  const http::request& request = now.request;
  const std::string_view agent = last_header(request, "User-Agent");
  now_texts_.update(loop_.wall_clock());
  headers_.clear();
  read_headers(request, {request.remote_address, request.local_port, request.scheme(), now.trace.event_header()},
               header_storage_, headers_);
  query_.clear();
  read_query(now.target.query, query_storage_, query_);

  rest_request seen;
  seen.method = now.method;
  seen.path = now.target.path;
  seen.context_path = now.target.whole;
  seen.path_values = std::span(now.match.values).first(now.match.value_count);
  seen.headers = &headers_;
  seen.query = &query_;
  seen.body = request.body;
  seen.body_is_binary = api_.binary.has_content_type(request.find("Content-Type"));
  seen.host = request.find("Host");
  seen.source_ip = request.remote_address;
  seen.user_agent = agent.data() == nullptr ? nullptr : &agent;
  seen.request_id = now.request_id;
  seen.extended_request_id = now.extended_request_id;
  seen.time = now_texts_.common_log();
  seen.time_epoch = now_texts_.epoch_milliseconds();
  if (now.granted) seen.authorizer = now.granted->context;
  seen.authorizer_latency = now.authorizer_latency.count();
  now.route->event.write(event_, seen);
  function_pool::invocation made{event_, now.request_id, now.trace.full, {}};
  keep_small(event_, kept_capacity);
  return made;
}

void rest_service::answer(call& now, const std::optional<function_pool::invocation_result>& result) {
  using function_pool::outcome;
  now.invoked = true;
  if (!result) return answer(now, responses::timed_out, "the function did not answer in time");
  switch (result->outcome) {
    case outcome::success: return map_response(now, result->payload);
    case outcome::function_error: return answer(now, responses::bad_gateway, result->payload);
    case outcome::throttled: return answer(now, responses::too_many_requests, "the function's queue is full");
    case outcome::unavailable: return answer(now, responses::internal_error, result->payload);
  }
}

void rest_service::map_response(call& now, std::string_view payload) {
  const auto response = read_proxy_response(payload, unescaped_);
  if (!response) return answer(now, responses::bad_gateway, response.error().message);
  std::string_view body = response->body;
  if (response->is_base64 && api_.binary.has_accepted(now.request.find("Accept"))) {
    decoded_.clear();
    if (!base64_decode_to(decoded_, body)) return answer(now, responses::internal_error, "the body is not base64");
    body = decoded_;
  }
  std::string bytes;
  bytes.reserve(body.size() + 512);
  write_response(bytes, *response, body, frame_of(now));
  const std::size_t size = body.size();
  const int status = response->status;
  keep_small(unescaped_, kept_capacity);
  keep_small(decoded_, kept_capacity);
  finish(now, std::move(bytes), status, size, {});
}

void rest_service::answer(call& now, const gateway_response& response, std::string_view why) {
  std::string bytes;
  write_response(bytes, response, frame_of(now));
  finish(now, std::move(bytes), response.status, response.body.size(), why);
}

response_frame rest_service::frame_of(const call& now) {
  now_texts_.update(loop_.wall_clock());
  return {.with_body = now.request.method != "HEAD",
          .keep_alive = now.reply.keeps_alive(),
          .http_1_0 = now.request.version == 10,
          .date = now_texts_.http_date(),
          .request_id = now.request_id,
          .extended_request_id = now.extended_request_id,
          .trace_id = now.invoked ? std::string_view(now.trace.full) : std::string_view()};
}

void rest_service::finish(call& now, std::string bytes, int status, std::size_t body_size, std::string_view why) {
  access_.finish({.request_id = now.request_id,
                  .extended_request_id = now.extended_request_id,
                  .ip = now.request.remote_address,
                  .method = now.method,
                  .path = now.target.whole,
                  .resource = now.route == nullptr ? std::string_view() : now.route->resource,
                  .trace_id = now.trace.full,
                  .request = &now.request,
                  .authorizer = now.authorizer_log,
                  .status = status,
                  .response_length = body_size,
                  .latency = access_.since(now.started),
                  .error = why.substr(0, 1000)});
  // Last: the request's views are good until now.
  const bool keep_alive = now.reply.keeps_alive();
  now.reply.answer_raw(std::move(bytes), keep_alive);
}

http::response rest_service::reject(int status) {
  const gateway_response refused = refusal(status);
  now_texts_.update(loop_.wall_clock());
  http::response response;
  response.status = refused.status;
  response.headers = {{"Content-Type", "application/json"},
                      {"Date", std::string(now_texts_.http_date())},
                      {"x-amzn-RequestId", random_uuid()},
                      {"x-amz-apigw-id", make_extended_request_id()}};
  if (!refused.error_type.empty()) response.headers.emplace_back("x-amzn-ErrorType", refused.error_type);
  response.body = refused.body;
  access_.finish({.request_id = response.headers[2].second,
                  .status = refused.status,
                  .response_length = response.body.size(),
                  .error = "refused before it was a whole request"});
  return response;
}

}  // namespace lamina::gateway
