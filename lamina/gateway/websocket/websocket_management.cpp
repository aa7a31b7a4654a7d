// The management API: what functions ask of connections.
#include "lamina/aws/signature_check.h"
#include "lamina/base/random.h"
#include "lamina/base/utf8.h"
#include "lamina/gateway/integration/response_writer.h"
#include "lamina/gateway/websocket/connection_id.h"
#include "lamina/gateway/websocket/internal/service_parts.h"
#include "lamina/http/target.h"
#include "lamina/json/json.h"

namespace lamina::gateway {
namespace {

using action = management_request::action;

constexpr gateway_response not_text = {400, "BadRequestException",
                                       R"({"message":"The body is a text message: expected UTF-8"})"};

}  // namespace

struct websocket_service::management_answer {
  gateway_response what = responses::connection_gone;
  std::string body{};  // in the place of what.body, where there is one

  gateway_response whole() const { return {what.status, what.error_type, body.empty() ? what.body : body}; }
};

void websocket_service::manage(const http::request& request, http::exchange reply, const management_request& call) {
  const steady_time since = loop_.now();
  const auto say = [&](const gateway_response& with) { answer(request, std::move(reply), call, with, since); };
  if (call.what == action::post && request.body.size() > max_sent_message) return say(responses::payload_too_large);
  if (!options_.management_keys.empty()) {
    const auto caller =
        aws::check_signature({request.method, request.target, request.headers, request.body}, options_.management_keys,
                             "execute-api", api_.stage.region, loop_.wall_clock());
    if (!caller) {
      const error& why = caller.error();
      return say({why.status_code, why.name, json::serialize({{"message", why.message}})});
    }
  }
  if (call.refused != 0) return say(call.refusal());
  if (call.what == action::post && !is_utf8(request.body)) return say(not_text);
  if (call.loop >= all_.size()) return say(responses::connection_gone);
  if (call.loop != index_) {
    hand_over(request, std::move(reply), call);
    return;
  }
  const management_answer done = act(call, std::make_shared<const std::string>(request.body));
  say(done.whole());
}

// `call` outlives the wait.
auto websocket_service::ask_owner(const management_request& call, std::shared_ptr<const std::string> body) {
  return internal::await_callback<management_answer>([this, &call, body = std::move(body)](auto done) mutable {
    websocket_service& owner = *all_[call.loop];
    owner.loop_.post([this, &owner, &call, body = std::move(body), done = std::move(done)]() mutable {
      loop_.post([got = owner.act(call, std::move(body)), done = std::move(done)]() mutable { done(std::move(got)); });
    });
  });
}

// A connection of another loop: that loop does it, this one answers.
internal::detached websocket_service::hand_over(http::request request, http::exchange reply, management_request call) {
  const presence here(*this);
  const steady_time since = loop_.now();
  auto body = std::make_shared<const std::string>(request.body);
  const management_answer got = co_await ask_owner(call, std::move(body));
  answer(request, std::move(reply), call, got.whole(), since);
}

// On the loop of the connection.
websocket_service::management_answer websocket_service::act(const management_request& call,
                                                            std::shared_ptr<const std::string> body) {
  const auto found = connections_.find(call.connection_id);
  if (found == connections_.end() || !found->second->is_open()) return {};
  connection& to = *found->second;
  switch (call.what) {
    case action::post:
      if (!to.session->send(std::move(body))) return {};
      return {.what = responses::message_sent};
    case action::get: return {.what = {200, "", ""}, .body = connection_status(to.facts, to.session->last_active_at())};
    case action::remove:
      to.is_closing = true;
      to.session->close(1000, "Connection Closed Normally");
      return {.what = responses::connection_deleted};
  }
  return {};
}

void websocket_service::answer(const http::request& request, http::exchange reply, const management_request& call,
                               const gateway_response& with, steady_time since) {
  now_texts_.update(loop_.wall_clock());
  const std::string request_id = random_uuid();
  access_.finish({.request_id = request_id,
                  .ip = request.remote_address,
                  .method = request.method,
                  .path = http::split_target(request.target).path,
                  .resource = "/@connections/{connectionId}",
                  .connection_id = call.connection_id,
                  .request = &request,
                  .status = with.status,
                  .response_length = with.body.size(),
                  .latency = access_.since(since)});
  std::string bytes;
  bytes.reserve(with.body.size() + 256);
  const bool keep_alive = reply.keeps_alive();
  write_response(bytes, with,
                 {.with_body = request.method != "HEAD",
                  .keep_alive = keep_alive,
                  .http_1_0 = request.version == 10,
                  .date = now_texts_.http_date(),
                  .request_id = request_id,
                  .extended_request_id = make_websocket_request_id()});
  reply.answer_raw(std::move(bytes), keep_alive);
}

}  // namespace lamina::gateway
