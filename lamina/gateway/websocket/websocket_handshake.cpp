// The handshakes: who is let in, and how.
#include <array>

#include "lamina/base/random.h"
#include "lamina/gateway/integration/query_string.h"
#include "lamina/gateway/integration/request_headers.h"
#include "lamina/gateway/integration/trace_id.h"
#include "lamina/gateway/internal/await_function.h"
#include "lamina/gateway/websocket/connection_id.h"
#include "lamina/gateway/websocket/internal/service_parts.h"
#include "lamina/http/target.h"

namespace lamina::gateway {
namespace {

constexpr std::string_view connect = "$connect";

constexpr gateway_response upgrade_required = {426, "", R"({"message":"Upgrade Required"})",
                                               gateway_response_type::none, "Upgrade Required"};
constexpr gateway_response going_away = {503, "ServiceUnavailableException", R"({"message":"Service Unavailable"})",
                                         gateway_response_type::none, "Service Unavailable"};
constexpr gateway_response headers_too_large = {431, "", R"({"message":"Request Header Fields Too Large"})",
                                                gateway_response_type::none, "Request Header Fields Too Large"};
constexpr gateway_response bad_handshake = {400, "BadRequestException", R"({"message":"Bad Request"})",
                                            gateway_response_type::none, "Bad Request"};

std::int64_t milliseconds_of(system_time when) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(when.time_since_epoch()).count();
}

}  // namespace

// One handshake on its way to an answer.
struct websocket_service::handshake_call {
  http::request request;
  http::exchange reply;
  steady_time started;
  websocket_connection facts;
  std::string request_id;
  std::string trace;             // what the event's header shows
  websocket::handshake asked{};  // once it has been found good
  std::string_view flaw{};       // else why not
  authorization said{.log = {}};
  bool let_in_by_function = false;
  // Of the function of $connect, for the log.
  std::optional<steady_time> asked_at{};
  std::string invocation_id{};
  int invoke_status = 0, integration_status = 0;
};

// A connect as its authorizer sees it.
class websocket_service::connect_question final : public guarded_request {
 public:
  connect_question(websocket_service& at, handshake_call& now) : guarded_request(now.request), at_(at), now_(now) {
    arn = at.connect_arn_;
    query = http::split_target(now.request.target).query;
    trace_id = now.trace;
  }
  std::string_view context(std::string_view name) const override;
  std::string_view stage_variable(std::string_view) const override { return {}; }
  void write_event(std::string& out, const authorizer_event_form&) const override {
    const websocket_event_template words(at_.api_.stage, connect);
    at_.read_fields(now_, header_choice::all);
    words.write_authorizer(out, now_.facts, at_.moment_of(now_.request_id), arn, at_.headers_, at_.query_);
  }

 private:
  websocket_service& at_;
  const handshake_call& now_;
};

std::string_view websocket_service::connect_question::context(std::string_view name) const {
  const websocket_connection& from = now_.facts;
  const std::array<std::pair<std::string_view, std::string_view>, 6> known = {
      {{"identity.sourceIp", from.source_ip},
       {"identity.userAgent", from.user_agent ? std::string_view(*from.user_agent) : std::string_view()},
       {"connectionId", from.id},
       {"routeKey", connect},
       {"stage", at_.api_.stage.stage},
       {"apiId", at_.api_.stage.api_id}}};
  const auto found = std::ranges::find(known, name, [](const auto& one) { return one.first; });
  return found == known.end() ? std::string_view() : found->second;
}

// The way of every handshake. Each step is a plain call; two of them wait.
internal::detached websocket_service::open(http::request request, http::exchange reply, bool came_to_own_port) {
  const presence here(*this);
  handshake_call now{
      .request = request,
      .reply = std::move(reply),
      .started = loop_.now(),
      .facts = {.source_ip = std::string(request.remote_address), .connected_at = milliseconds_of(loop_.wall_clock())},
      .request_id = make_websocket_request_id(),
      .trace = {}};
  if (const gateway_response* refused = check(now, came_to_own_port)) co_return refuse(now, *refused, now.flaw);

  now.facts.id = make_connection_id(index_);
  now.facts.host = request.find("Host");
  if (const std::string_view agent = request.find("User-Agent"); agent.data() != nullptr)
    now.facts.user_agent = std::string(agent);
  now.trace = make_trace_id(request.find("X-Amzn-Trace-Id"), loop_.wall_clock()).event_header();

  const websocket_route* route = api_.find(connect);
  if (route != nullptr && !route->closed.empty()) co_return refuse(now, responses::internal_error, route->closed);
  if (route != nullptr && route->throttle && !route->throttle->take(now.started))
    co_return refuse(now, responses::too_many_requests, "the route is throttled");
  if (authorizer_) {
    const connect_question question(*this, now);
    if (!authorizer_->decide(question, now.said))
      now.said = co_await internal::await_callback<authorization>(
          [&](auto done) { authorizer_->ask(question, std::move(done)); });
    if (const gateway_response* refused = judge(now)) co_return refuse(now, *refused);
  }

  if (route == nullptr) co_return let_in(now, {});
  function_pool::invocation event = connect_event(now, *route);
  now.asked_at = access_.now();
  now.invocation_id = event.request_id;
  const function_answer got =
      co_await internal::await_function(*route->function, std::move(event), loop_, route->time_limit);
  answer(now, got);
}

const gateway_response* websocket_service::check(handshake_call& now, bool came_to_own_port) const {
  const http::request& request = now.request;
  if (!websocket::asks_for_upgrade(request)) return &upgrade_required;
  if (draining_) return &going_away;
  if (!entrance_.is_open_at(request, came_to_own_port)) return &responses::forbidden;
  if (connections_.size() >= options_.max_websockets) {
    now.flaw = "as many connections are open as may be";
    return &responses::too_many_requests;
  }
  if (request.target.size() > options_.max_target_bytes) return &responses::uri_too_long;
  if (header_value_bytes(request) > options_.max_header_value_bytes) return &headers_too_large;
  auto asked = websocket::read_handshake(request);
  if (asked) {
    now.asked = *std::move(asked);
    return nullptr;
  }
  now.flaw = "this is no handshake of a WebSocket";
  return asked.error().status_code == 426 ? &upgrade_required : &bad_handshake;
}

const gateway_response* websocket_service::judge(handshake_call& now) const {
  using verdict = authorization::verdict;
  switch (now.said.what) {
    case verdict::allowed: break;
    case verdict::unauthorized: return &responses::unauthorized;
    case verdict::access_denied: return &responses::denied;
    case verdict::access_denied_explicitly: return &responses::denied_explicitly;
    case verdict::throttled: return &responses::too_many_requests;
    default: return &responses::authorizer_configuration;
  }
  now.facts.authorizer = authorizer_members(*now.said.granted, now.said.latency);
  return nullptr;
}

function_pool::invocation websocket_service::connect_event(const handshake_call& now, const websocket_route& route) {
  std::string event;
  read_fields(now, header_choice::proxy_event);
  route.event.write_connect(event, now.facts, moment_of(now.request_id), headers_, query_);
  return invocation_of(std::move(event), now.request.find("X-Amzn-Trace-Id"));
}

void websocket_service::read_fields(const handshake_call& now, header_choice which) {
  headers_.clear();
  const forwarding from{now.request.remote_address, now.request.local_port, now.request.scheme(), now.trace};
  read_headers(now.request, from, header_storage_, headers_, which);
  query_.clear();
  read_query(http::split_target(now.request.target).query, query_storage_, query_);
}

void websocket_service::answer(handshake_call& now, const function_answer& got) {
  using function_pool::outcome;
  now.invoke_status = invoke_status_of(got);
  if (!got) return refuse(now, responses::timed_out, "the function did not answer in time");
  switch (got->outcome) {
    case outcome::success: break;
    case outcome::function_error: return refuse(now, responses::bad_gateway, got->payload);
    case outcome::throttled: return refuse(now, responses::too_many_requests, "the function's queue is full");
    case outcome::unavailable: return refuse(now, responses::internal_error, got->payload);
  }
  const auto said = read_proxy_response(got->payload, unescaped_);
  if (!said) return refuse(now, responses::bad_gateway, said.error().message);
  now.integration_status = said->status;
  http::response response{.status = said->status, .headers = {}, .body = std::string(said->body)};
  for (const auto& [name, value] : said->headers) response.headers.emplace_back(name, value);
  if (said->status < 200 || said->status > 299) return refuse(now, std::move(response), {}, {});
  now.let_in_by_function = true;
  let_in(now, response.headers);
}

void websocket_service::let_in(handshake_call& now, const header_lines& headers) {
  std::string greeting = websocket::accept(now.asked, headers);
  const auto fresh = std::make_shared<connection>(*this, std::move(now.facts), now.said.granted);
  http::detached_socket socket = now.reply.detach();  // the request's views are good no longer
  fresh->session = sessions_.open(std::move(socket), std::move(greeting), *fresh);
  finish(now, fresh->facts, nullptr, 101, 0, {}, fresh->session ? "" : "the client has gone");
  if (!fresh->session) {
    fresh->has_closed = true;
    if (now.let_in_by_function) say_goodbye(fresh);
    return;
  }
  connections_.emplace(fresh->facts.id, fresh);
  if (draining_) send_away(*fresh);
}

void websocket_service::refuse(handshake_call& now, const gateway_response& with, std::string_view why) {
  http::response response{.status = with.status, .headers = {}, .body = std::string(with.body)};
  if (!with.error_type.empty()) response.headers.emplace_back("x-amzn-ErrorType", with.error_type);
  if (with.status == 426) {
    response.headers.emplace_back("Upgrade", "websocket");
    response.headers.emplace_back("Sec-WebSocket-Version", "13");
  }
  refuse(now, std::move(response), with.message, why);
}

void websocket_service::refuse(handshake_call& now, http::response with, std::string_view told, std::string_view why) {
  const auto is_type = [](const auto& line) { return http::equal_ignoring_case(line.first, "Content-Type"); };
  if (std::ranges::none_of(with.headers, is_type)) with.headers.emplace_back("Content-Type", "application/json");
  now_texts_.update(loop_.wall_clock());
  with.headers.emplace_back("Date", now_texts_.http_date());
  with.headers.emplace_back("x-amzn-RequestId", random_uuid());
  with.headers.emplace_back("x-amz-apigw-id", now.request_id);
  finish(now, now.facts, &now.request, with.status, with.body.size(), told, why);
  now.reply.answer(with);
}

void websocket_service::finish(const handshake_call& now, const websocket_connection& facts,
                               const http::request* request, int status, std::size_t size, std::string_view told,
                               std::string_view why) {
  access_record record = record_of(now.request_id, facts, now.said.granted.get());
  record.event_type = "CONNECT";
  record.route_key = connect;
  record.request = request;
  record.authorizer = now.said.log;
  if (authorizer_) record.authorizer_name = api_.authorizers.name(0);
  if (!now.said.log.empty()) record.authorizer_latency = now.said.latency;
  record.status = status;
  record.response_length = size;
  record.latency = access_.since(now.started);
  record.integration_latency = access_.since(now.asked_at);
  record.integration_status = now.integration_status;
  record.invoke_status = now.invoke_status;
  record.integration_request_id = now.invocation_id;
  record.error = why.substr(0, 1000);
  record.error_message = told;
  access_.finish(record);
}

}  // namespace lamina::gateway
