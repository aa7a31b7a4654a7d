#include "lamina/router/plain_http.h"

#include <algorithm>

#include "lamina/base/base64.h"
#include "lamina/base/utf8.h"
#include "lamina/http/target.h"

namespace lamina {
namespace {

// Repeated names become one, their values joined with commas, as HTTP APIs do.
void add(json::object& to, std::string_view name, std::string_view value) {
  const auto [member, is_new] = to.emplace(name, value);
  if (!is_new) member->value().as_string().append(",").append(value);
}

json::value body_of(std::string_view body, bool is_text) {
  if (body.empty()) return nullptr;
  return is_text ? json::value(body) : json::value(base64_encode(body));
}

json::object headers_of(const http::request& message, json::array& cookies) {
  json::object headers;
  for (const auto& [name, value] : message.headers) {
    std::string lower(name);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    const std::string text = replace_invalid_utf8(std::string(value));
    if (lower == "cookie") {
      cookies.emplace_back(text);
    } else {
      add(headers, lower, text);
    }
  }
  return headers;
}

http::response to_message(const http_response& response) {
  http::response message{.status = response.status_code, .headers = {}, .body = response.body};
  for (const auto& [name, value] : response.headers) message.headers.emplace_back(name, value);
  for (const auto& [name, values] : response.multi_value_headers) {
    for (const auto& value : values) message.headers.emplace_back(name, value);
  }
  for (const auto& cookie : response.cookies) message.headers.emplace_back("Set-Cookie", cookie);
  std::string bytes;
  if (response.is_base64_encoded && base64_decode_to(bytes, response.body)) message.body = std::move(bytes);
  return message;
}

http::response to_message(const error& failure) {
  const bool is_for_clients = failure.is_exposed();
  const json::value body{{"message", is_for_clients ? failure.message : std::string(reason_phrase(500))}};
  return {.status = is_for_clients ? failure.status_code : 500,
          .headers = {{"Content-Type", "application/json"}},
          .body = json::serialize(body)};
}

}  // namespace

json::value make_event(const http::request& message) {
  const auto [path, query] = http::split_target(message.target);
  const std::string raw_path = replace_invalid_utf8(std::string(path));
  json::object parameters;
  for (const auto& [name, value] : http::split_query(query)) {
    add(parameters, replace_invalid_utf8(name), replace_invalid_utf8(value));
  }
  json::array cookies;
  json::object headers = headers_of(message, cookies);
  const bool is_text = is_utf8(message.body);
  const json::object http{{"method", message.method}, {"path", raw_path}, {"sourceIp", message.remote_address}};
  return {{"version", "2.0"},
          {"rawPath", raw_path},
          {"rawQueryString", replace_invalid_utf8(std::string(query))},
          {"cookies", std::move(cookies)},
          {"headers", std::move(headers)},
          {"queryStringParameters", std::move(parameters)},
          {"requestContext", {{"http", http}}},
          {"body", body_of(message.body, is_text)},
          {"isBase64Encoded", !is_text}};
}

http::server::handler serve_router(router routes, scheduler& loop) {
  return [routes = std::move(routes), &loop](const http::request& message, http::exchange open) {
    const json::value event = make_event(message);
    context invocation(loop);
    try {
      open.answer(to_message(routes(http_event(event), invocation)));
    } catch (const error& failure) {
      open.answer(to_message(failure));
    } catch (const std::exception& failure) {
      open.answer(to_message(error(std::string(failure.what()))));
    }
  };
}

}  // namespace lamina
