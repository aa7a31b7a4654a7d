#include "lamina/runtime/internal/http_front.h"

#include <cstdio>
#include <cstdlib>

#include "lamina/base/base64.h"
#include "lamina/base/percent_encoding.h"
#include "lamina/base/random.h"
#include "lamina/base/utf8.h"
#include "lamina/http/server.h"
#include "lamina/http/target.h"
#include "lamina/runtime/invoke.h"
#include "lamina/runtime/log.h"

namespace lamina::runtime {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  return out;
}

// Repeated names become one, the values joined with commas.
void add_joined(json::object& to, std::string_view name, std::string_view value) {
  const auto [member, is_new] = to.emplace(name, value);
  if (is_new) return;
  json::string& joined = member->value().get_string();
  joined.append(",");
  joined.append(value);
}

void add_headers(json::object& event, const http::request& message) {
  json::object headers;
  json::array cookies;
  for (const auto& [name, value] : message.headers) {
    const std::string key = lower(name);
    const std::string text = replace_invalid_utf8(std::string(value));
    if (key != "cookie") {
      add_joined(headers, key, text);
      continue;
    }
    for (std::string_view rest = text; !rest.empty();) {
      const std::string_view one = rest.substr(0, rest.find(';'));
      rest.remove_prefix(std::min(rest.size(), one.size() + 1));
      if (const std::size_t start = one.find_first_not_of(' '); start != one.npos)
        cookies.emplace_back(one.substr(start));
    }
  }
  if (!cookies.empty()) event["cookies"] = std::move(cookies);
  event["headers"] = std::move(headers);
}

void add_body(json::object& event, std::string_view body) {
  const bool text = is_utf8(body);
  if (!body.empty()) event["body"] = text ? std::string(body) : base64_encode(body);
  event["isBase64Encoded"] = !body.empty() && !text;
}

json::object request_context(const http::request& message, std::string_view path, std::string_view request_id,
                             system_time now) {
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count();
  const std::string host(message.find("host"));
  return {{"accountId", "anonymous"},
          {"apiId", "local"},
          {"domainName", host},
          {"domainPrefix", host.substr(0, host.find('.'))},
          {"http",
           {{"method", message.method},
            {"path", path},
            {"protocol", message.version == 10 ? "HTTP/1.0" : "HTTP/1.1"},
            {"sourceIp", message.remote_address},
            {"userAgent", replace_invalid_utf8(std::string(message.find("user-agent")))}}},
          {"requestId", request_id},
          {"routeKey", "$default"},
          {"stage", "$default"},
          {"time", iso_time(now)},
          {"timeEpoch", ms}};
}

std::string text_of(const json::value& value) {
  if (const json::string* text = value.if_string()) return std::string(*text);
  return json::serialize(value);
}

// The members of a response; what has the wrong type is left out or written as text.
http::response explicit_response(const json::object& said) {
  http::response message;
  const json::value& status = said.at("statusCode");
  const double number = status.is_number() ? status.to_number<double>() : std::atof(text_of(status).c_str());
  message.status = number >= 100 && number <= 999 ? static_cast<int>(number) : 502;
  bool typed = false;
  if (const json::value* headers = said.if_contains("headers"); headers != nullptr && headers->is_object()) {
    for (const auto& [name, value] : headers->get_object()) {
      message.headers.emplace_back(name, text_of(value));
      typed = typed || http::equal_ignoring_case(name, "content-type");
    }
  }
  if (const json::value* cookies = said.if_contains("cookies"); cookies != nullptr && cookies->is_array())
    for (const json::value& one : cookies->get_array()) message.headers.emplace_back("set-cookie", text_of(one));
  if (const json::value* body = said.if_contains("body"); body != nullptr && !body->is_null())
    message.body = text_of(*body);
  const json::value* encoded = said.if_contains("isBase64Encoded");
  std::string bytes;
  if (encoded != nullptr && encoded->is_bool() && encoded->get_bool() && base64_decode_to(bytes, message.body))
    message.body = std::move(bytes);
  if (!typed && !message.body.empty()) message.headers.emplace_back("content-type", "application/json");
  return message;
}

void handle(const function_settings& settings, const engine& handler, net::event_loop& loop,
            const http::request& message, http::exchange open) {
  const std::string id = random_uuid();
  json::object document = settings.context_document();
  document["awsRequestId"] = id;
  const auto about = std::make_shared<context>(loop, std::move(document));
  json::value event = event_of(message, id, loop.wall_clock());
  when_done(handler.run(std::move(event), about), [about, open = std::move(open)](outcome came) mutable {
    if (!came) log(*about, log_level::error, came.error().message, {{"errorType", came.error().name}});
    open.answer(response_of(came));
  });
}

}  // namespace

json::value event_of(const http::request& message, std::string_view request_id, system_time now) {
  const http::target_parts target = http::split_target(message.target);
  const std::string path = replace_invalid_utf8(percent_decode(target.path));
  json::object event = {{"version", "2.0"},
                        {"routeKey", "$default"},
                        {"rawPath", path},
                        {"rawQueryString", replace_invalid_utf8(std::string(target.query))}};
  add_headers(event, message);
  json::object query;
  for (const auto& [name, value] : http::split_query(target.query))
    add_joined(query, replace_invalid_utf8(name), replace_invalid_utf8(value));
  if (!query.empty()) event["queryStringParameters"] = std::move(query);
  event["requestContext"] = request_context(message, path, request_id, now);
  add_body(event, message.body);
  return event;
}

http::response response_of(const outcome& came) {
  const auto plain = [](int status, std::string body) {
    return http::response{.status = status, .headers = {{"content-type", "application/json"}}, .body = std::move(body)};
  };
  if (!came) return plain(502, "Internal Server Error");
  const json::value said = came->value_or(nullptr);
  if (said.is_null()) return plain(200, "null");
  if (said.is_object() && said.get_object().contains("statusCode")) return explicit_response(said.get_object());
  return plain(200, text_of(said));
}

result<void> serve_http(const function_settings& settings, const engine& handler, std::uint16_t port) {
  net::event_loop loop;
  http::server front(loop, {.port = port}, [&](const http::request& message, http::exchange open) {
    handle(settings, handler, loop, message, std::move(open));
  });
  if (auto listening = front.listen(); !listening) return listening;
  std::printf("http://127.0.0.1:%u/\n", static_cast<unsigned>(front.port()));
  std::fflush(stdout);
  loop.run();
  return {};
}

}  // namespace lamina::runtime
