#include "lamina/gateway/websocket/management_request.h"

#include <chrono>

#include "lamina/base/percent_encoding.h"
#include "lamina/gateway/integration/event_text.h"
#include "lamina/gateway/listener/time_texts.h"
#include "lamina/gateway/router/request_target.h"
#include "lamina/gateway/websocket/connection_id.h"

namespace lamina::gateway {
namespace {

void drop_repeated_slashes(std::string_view& path) noexcept {
  while (path.starts_with("//")) path.remove_prefix(1);
}

// What follows "@connections": "/abc", "/" or nothing.
std::optional<std::string_view> below_connections(std::string_view path, std::string_view prefix) noexcept {
  if (path.starts_with(prefix) && path.substr(prefix.size()).starts_with('/')) path.remove_prefix(prefix.size());
  drop_repeated_slashes(path);
  for (const std::string_view name : {"/@connections", "/%40connections"}) {
    if (!path.starts_with(name)) continue;
    path.remove_prefix(name.size());
    drop_repeated_slashes(path);
    if (path.empty() || path.front() == '/') return path;
  }
  return std::nullopt;
}

std::optional<management_request::action> action_of(std::string_view method) noexcept {
  if (method == "POST") return management_request::action::post;
  if (method == "GET") return management_request::action::get;
  if (method == "DELETE") return management_request::action::remove;
  return std::nullopt;
}

std::string message_body(std::string_view message) {
  std::string body = R"({"message":)";
  quote_text_to(body, message);
  return body += '}';
}

// "2024-08-02T23:34:43.123Z"
std::string iso_time(system_time when) {
  time_texts texts;
  texts.update(when);
  const std::string milliseconds = std::to_string(1000 + texts.epoch_milliseconds() % 1000);
  return std::string(texts.iso()) + "." + milliseconds.substr(1) + "Z";
}

}  // namespace

std::optional<management_request> read_management_request(std::string_view method, std::string_view target,
                                                          std::string_view prefix) {
  const std::string_view whole = split_target(target).whole;
  const auto rest = below_connections(whole, prefix);
  if (!rest) return std::nullopt;
  management_request call;
  const std::string_view id = rest->empty() ? *rest : rest->substr(1);
  const auto action = action_of(method);
  if (!action || id.empty() || id.find('/') != std::string_view::npos) {
    call.refused = 404;
    call.error_type = "NotFoundException";
    call.body = message_body("No method found matching route @connections" + std::string(*rest) + " for http method " +
                             std::string(method) + ".");
    return call;
  }
  call.what = *action;
  call.connection_id = percent_decode(id);
  const auto loop = loop_of_connection(call.connection_id);
  if (!loop) {
    call.refused = 400;
    call.error_type = "BadRequestException";
    call.body = message_body("Invalid connectionId: " + call.connection_id);
    return call;
  }
  call.loop = *loop;
  return call;
}

std::string connection_status(const websocket_connection& of, system_time last_active_at) {
  const system_time connected_at{std::chrono::milliseconds(of.connected_at)};
  std::string body = R"({"connectedAt":")" + iso_time(connected_at) + R"(","identity":{"sourceIp":)";
  quote_text_to(body, of.source_ip);
  if (of.user_agent) quote_text_to(body += R"(,"userAgent":)", *of.user_agent);
  return body += R"(},"lastActiveAt":")" + iso_time(last_active_at) + R"("})";
}

}  // namespace lamina::gateway
