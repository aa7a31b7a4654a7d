#include "lamina/middlewares/http_jwt/token_source.h"

#include <algorithm>

#include "lamina/http/message.h"

namespace lamina {
namespace {

using found = std::optional<std::string>;

const json::value* headers_of(const json::value& event) {
  const json::value* const headers = json::find(event, "headers");
  return headers != nullptr && !headers->is_null() ? headers : json::find(event, "multiValueHeaders");
}

// The header's text, the first of a list; "" when there is none.
std::string_view header_text(const json::value& headers, std::string_view name, std::string_view other_name) {
  const json::value* value = json::find(headers, name);
  if (value == nullptr || value->is_null()) value = json::find(headers, other_name);
  if (value != nullptr && value->is_array()) value = value->get_array().if_contains(0);
  return value != nullptr && value->is_string() ? std::string_view(value->get_string()) : std::string_view();
}

std::string_view trim(std::string_view text) {
  const auto is_blank = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

// The value of "name=value", without the quotes of RFC 6265; nothing for another name.
std::optional<std::string_view> value_of_cookie(std::string_view cookie, std::string_view name) {
  cookie = trim(cookie);
  if (!cookie.starts_with(name) || !cookie.substr(name.size()).starts_with('=')) return std::nullopt;
  cookie.remove_prefix(name.size() + 1);
  if (cookie.size() >= 2 && cookie.starts_with('"') && cookie.ends_with('"'))
    cookie = cookie.substr(1, cookie.size() - 2);
  return cookie;
}

std::string_view cookie_in(std::string_view list, std::string_view name) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(';'), list.size());
    if (const auto value = value_of_cookie(list.substr(0, end), name)) return *value;
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return {};
}

// From the header; HTTP APIs (payload 2.0) have a list of cookies in its place.
std::string_view read_cookie(const json::value& event, std::string_view name) {
  if (const json::value* const headers = headers_of(event)) {
    const std::string_view value = cookie_in(header_text(*headers, "cookie", "Cookie"), name);
    if (!value.empty()) return value;
  }
  const json::value* const cookies = json::find(event, "cookies");
  if (cookies == nullptr || !cookies->is_array()) return {};
  for (const json::value& one : cookies->get_array())
    if (one.is_string())
      if (const auto value = value_of_cookie(one.get_string(), name)) return *value;
  return {};
}

// "Bearer TOKEN", with one blank.
std::string_view token_of_authorization(std::string_view text) {
  const std::size_t blank = text.find(' ');
  if (blank == text.npos || !http::equal_ignoring_case(text.substr(0, blank), "bearer")) return {};
  const std::string_view token = text.substr(blank + 1);
  return token.find(' ') == token.npos ? token : std::string_view();
}

std::string_view read_header(const json::value& event, std::string_view name) {
  const json::value* const headers = headers_of(event);
  if (headers == nullptr) return {};
  std::string lower(name);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  const std::string_view text = header_text(*headers, name, lower);
  return lower == "authorization" ? token_of_authorization(text) : text;
}

std::string_view read_query(const json::value& event, std::string_view name) {
  const json::value* const query = json::find(event, "queryStringParameters");
  return query == nullptr ? std::string_view() : json::find_string(*query, name);
}

}  // namespace

std::optional<std::string> token_source::read(const json::value& event) const {
  std::string_view token;
  if (!cookie_name.empty()) token = read_cookie(event, cookie_name);
  if (token.empty() && !header_name.empty()) token = read_header(event, header_name);
  if (token.empty() && !query_string_name.empty()) token = read_query(event, query_string_name);
  if (cookie_name.empty() && header_name.empty() && query_string_name.empty())
    token = read_header(event, "Authorization");
  return token.empty() ? found() : found(token);
}

}  // namespace lamina
