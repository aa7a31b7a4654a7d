#include "examples/user_store/web_sockets.h"

#include <algorithm>

#include "examples/user_store/tokens.h"
#include "lamina/events/http_event.h"

namespace user_store {
namespace {

using namespace lamina;

constexpr std::string_view browser_protocol = "bearer";

std::string_view next_protocol(std::string_view& list) {
  const std::size_t comma = std::min(list.find(','), list.size());
  std::string_view one = list.substr(0, comma);
  list.remove_prefix(std::min(comma + 1, list.size()));
  one.remove_prefix(std::min(one.find_first_not_of(" \t"), one.size()));
  return one.substr(0, one.find_last_not_of(" \t") + 1);
}

json::value refuse(int status, std::string_view message) {
  return {{"statusCode", status},
          {"headers", {{"Content-Type", "application/json; charset=utf-8"}}},
          {"body", json::serialize({{"statusCode", status}, {"message", message}})}};
}

}  // namespace

struct web_sockets::connection {
  std::string id;
  std::string endpoint;
};

std::optional<std::string_view> protocol_token(std::string_view offered) {
  while (!offered.empty()) {
    if (next_protocol(offered) == browser_protocol) return next_protocol(offered);
  }
  return std::nullopt;
}

std::string endpoint_of(std::string_view domain, std::string_view stage) {
  const bool is_providers = domain.find(".execute-api.") != domain.npos &&
                            (domain.ends_with(".amazonaws.com") || domain.ends_with(".amazonaws.com.cn"));
  std::string endpoint = "https://" + std::string(domain);
  return is_providers ? endpoint.append("/").append(stage) : endpoint;
}

json::value web_sockets::answer(const json::value& event, system_time now) const {
  const json::value* context = json::find(event, "requestContext");
  const connection from = read_connection(context ? *context : json::value());
  // The kind, not the route: a client's message can name any route.
  const std::string_view kind = json::find_string(*context, "eventType");
  if (kind == "CONNECT") return connect(event, from, now);
  if (kind == "DISCONNECT") return disconnect(from);
  return refuse_message(from);
}

web_sockets::connection web_sockets::read_connection(const json::value& context) const {
  const std::string_view id = json::find_string(context, "connectionId");
  if (id.empty()) throw error("an event without a connectionId: this function serves a WebSocket API");
  if (!management_endpoint_.empty()) return {std::string(id), management_endpoint_};
  return {std::string(id), endpoint_of(json::find_string(context, "domainName"), json::find_string(context, "stage"))};
}

json::value web_sockets::connect(const json::value& event, const connection& from, system_time now) const {
  const http_event handshake(event);
  const auto protocol = protocol_token(handshake.header("sec-websocket-protocol"));
  const auto header = handshake.find_header("authorization");
  const std::string_view token = header ? bearer_token(*header) : protocol.value_or("");
  const auto claims = verify_token(key_->get(), token, now);
  if (!claims) return refuse(401, "Unauthorized");
  if (!claims->has_scope("self")) return refuse(403, "Forbidden");
  who_.subscribe(
      claims->subject,
      {.connection_id = from.id, .endpoint = from.endpoint, .since = now, .expires = system_time(claims->expires)});
  log_.socket("$connect", from.endpoint, from.id, claims->subject);
  json::object accepted{{"statusCode", 200}};
  // A browser closes a connection that chose none of the protocols it offered.
  if (protocol) accepted["headers"] = {{"Sec-WebSocket-Protocol", browser_protocol}};
  return accepted;
}

json::value web_sockets::disconnect(const connection& from) const {
  const auto user = who_.unsubscribe(from.id);
  log_.socket("$disconnect", from.endpoint, from.id, user.value_or("-"));
  return {{"statusCode", 200}};
}

json::value web_sockets::refuse_message(const connection& from) const {
  const aws::delivery told = clients_->post({from.endpoint, from.id}, not_supported);
  // One that has left since need not be told.
  if (!told.was_sent() && told.status != aws::delivery_status::gone) log_.failure(told.as_error());
  return {{"statusCode", 200}};
}

}  // namespace user_store
