// The messages of a connection, and its end.
#include "lamina/base/random.h"
#include "lamina/base/utf8.h"
#include "lamina/gateway/integration/proxy_response.h"
#include "lamina/gateway/internal/await_function.h"
#include "lamina/gateway/websocket/connection_id.h"
#include "lamina/gateway/websocket/gateway_message.h"
#include "lamina/gateway/websocket/internal/service_parts.h"

namespace lamina::gateway {
namespace {

constexpr std::string_view disconnect = "$disconnect";
constexpr unsigned max_in_flight = 32;  // of one connection

// Why a function's answer cannot go to the client; empty: it can.
std::string_view flaw_of_answer(std::string_view body) noexcept {
  if (body.size() > max_sent_message) return "the answer is longer than 128 KB, which is all a message may have";
  return is_utf8(body) ? "" : "the answer is not UTF-8";
}

}  // namespace

// One message on its way to an answer.
struct websocket_service::message_call {
  connection_ptr from;
  const websocket_route* route = nullptr;
  steady_time started;
  std::string request_id;
  std::string message_id;
  std::size_t size = 0;  // of the message
  // Of its function, for the log.
  std::optional<steady_time> asked_at{};
  std::string invocation_id{};
  int invoke_status = 0, integration_status = 0;
};

void websocket_service::accept(connection& from, std::string_view payload, bool is_binary) {
  if (draining_) return;
  if (from.in_flight < max_in_flight && from.waiting.empty()) {
    serve(from.shared_from_this(), payload, is_binary);
    return;
  }
  from.waiting.push_back({std::string(payload), is_binary});
  if (!std::exchange(from.is_paused, true)) from.session->pause();
}

// The way of every message. `payload` is good until the first wait.
internal::detached websocket_service::serve(connection_ptr from, std::string_view payload, bool is_binary) {
  message_call now{.from = std::move(from),
                   .route = api_.find_for(payload, key_storage_),
                   .started = loop_.now(),
                   .request_id = make_websocket_request_id(),
                   .message_id = make_websocket_request_id(),
                   .size = payload.size()};
  if (now.route == nullptr) co_return refuse(now, 403, gateway_messages::forbidden);
  if (now.route->throttle && !now.route->throttle->take(now.started))
    co_return refuse(now, 429, gateway_messages::too_many_requests, "the route is throttled");
  ++now.from->in_flight;
  function_pool::invocation event = message_event(now, payload, is_binary);
  now.asked_at = access_.now();
  const function_answer got =
      co_await internal::await_function(*now.route->function, std::move(event), loop_, now.route->time_limit);
  --now.from->in_flight;
  answer(now, got);
  go_on(*now.from);
}

function_pool::invocation websocket_service::message_event(message_call& now, std::string_view payload,
                                                           bool is_binary) {
  std::string event;
  now.route->event.write_message(event, now.from->facts, moment_of(now.request_id), now.message_id, payload, is_binary);
  function_pool::invocation made = invocation_of(std::move(event), {});
  now.invocation_id = made.request_id;
  return made;
}

void websocket_service::answer(message_call& now, const function_answer& got) {
  using function_pool::outcome;
  now.invoke_status = invoke_status_of(got);
  if (!got) return refuse(now, 504, gateway_messages::timed_out, "the function did not answer in time");
  switch (got->outcome) {
    case outcome::success: break;
    case outcome::throttled:
      return refuse(now, 429, gateway_messages::too_many_requests, "the function's queue is full");
    case outcome::function_error: return refuse(now, 502, gateway_messages::internal_server_error, got->payload);
    case outcome::unavailable: return refuse(now, 500, gateway_messages::internal_server_error, got->payload);
  }
  const auto said = read_proxy_response(got->payload, unescaped_);
  if (!said) return refuse(now, 502, gateway_messages::internal_server_error, said.error().message);
  now.integration_status = said->status;
  if (!now.route->has_response || said->body.empty()) return finish(now, said->status);
  if (const auto flaw = flaw_of_answer(said->body); !flaw.empty())
    return refuse(now, 502, gateway_messages::internal_server_error, flaw);
  const bool sent = now.from->is_open() && now.from->session->send(std::make_shared<const std::string>(said->body));
  finish(now, said->status, said->body.size(), {}, sent ? "" : "the client has gone");
}

// What the gateway itself has to say to the client.
void websocket_service::refuse(const message_call& now, int status, std::string_view told, std::string_view why) {
  if (now.from->is_open())
    now.from->session->send(
        std::make_shared<const std::string>(make_gateway_message(told, now.from->facts.id, now.request_id)));
  finish(now, status, 0, told, why);
}

void websocket_service::finish(const message_call& now, int status, std::size_t size, std::string_view told,
                               std::string_view why) {
  access_record record = record_of(now.request_id, now.from->facts, now.from->granted.get());
  record.event_type = "MESSAGE";
  if (now.route != nullptr) record.route_key = now.route->key;
  record.message_id = now.message_id;
  record.status = status;
  record.response_length = size;
  record.request_length = now.size;
  record.latency = access_.since(now.started);
  record.integration_latency = access_.since(now.asked_at);
  record.integration_status = now.integration_status;
  record.invoke_status = now.invoke_status;
  if (now.asked_at) record.integration_request_id = now.invocation_id;
  record.error = why.substr(0, 1000);
  record.error_message = told;
  access_.finish(record);
}

// After each message: what has waited, or the end.
void websocket_service::go_on(connection& with) {
  const connection_ptr self = with.shared_from_this();
  while (!with.waiting.empty() && with.in_flight < max_in_flight) {
    const connection::waiting_message next = std::move(with.waiting.front());
    with.waiting.pop_front();
    serve(self, next.payload, next.is_binary);
  }
  if (!with.waiting.empty()) return;
  if (with.has_closed) {
    if (with.in_flight == 0) say_goodbye(self);
  } else if (draining_ && with.in_flight == 0) {
    send_away(with);
  } else if (std::exchange(with.is_paused, false)) {
    with.session->resume();
  }
}

void websocket_service::on_closed(connection& which, const websocket::closure& how) {
  const connection_ptr self = which.shared_from_this();
  which.has_closed = true;
  which.close_code = how.code;
  which.close_reason = how.reason;
  connections_.erase(which.facts.id);
  loop_.post([self] { self->session.reset(); });  // which is calling
  if (which.is_quiet()) say_goodbye(self);
}

void websocket_service::say_goodbye(const connection_ptr& to) {
  const websocket_route* route = api_.find(disconnect);
  const steady_time since = loop_.now();
  std::string id = make_websocket_request_id();
  if (route == nullptr) return finish_goodbye(*to, id, since, function_pool::invocation_result{});
  disconnects_.add(
      {.function = route->function,
       .time_limit = route->time_limit,
       .make_event = [this, to, id] { return disconnect_event(*to, id); },
       .done = [this, to, id, since](const function_answer& got) { finish_goodbye(*to, id, since, got); }});
}

function_pool::invocation websocket_service::disconnect_event(const connection& of, std::string_view request_id) {
  std::string event;
  api_.find(disconnect)->event.write_disconnect(event, of.facts, moment_of(request_id), of.close_code, of.close_reason);
  return invocation_of(std::move(event), {});
}

void websocket_service::finish_goodbye(const connection& of, std::string_view request_id, steady_time since,
                                       const function_answer& got) {
  using function_pool::outcome;
  int status = 200;
  std::string_view why;
  if (!got) {
    status = 504, why = "the function did not answer in time";
  } else if (got->outcome == outcome::throttled) {
    status = 429, why = "given up: the function's queue has been full for too long";
  } else if (got->outcome != outcome::success) {
    status = got->outcome == outcome::unavailable ? 500 : 502, why = got->payload;
  }
  if (got && (got->outcome == outcome::throttled || got->outcome == outcome::unavailable))
    log_.error("$disconnect was not delivered", {{"connectionId", of.facts.id}, {"reason", why.substr(0, 1000)}});
  access_record record = record_of(request_id, of.facts, of.granted.get());
  record.event_type = "DISCONNECT";
  record.route_key = disconnect;
  record.status = status;
  record.latency = access_.since(since);
  record.invoke_status = api_.find(disconnect) == nullptr ? 0 : invoke_status_of(got);
  record.error = why.substr(0, 1000);
  access_.finish(record);
}

}  // namespace lamina::gateway
