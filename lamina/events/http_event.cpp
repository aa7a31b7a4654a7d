#include "lamina/events/http_event.h"

#include <algorithm>

#include "lamina/events/http_body.h"

namespace lamina {
namespace {

char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool is_same_name(std::string_view left, std::string_view right) noexcept {
  return std::ranges::equal(left, right, {}, lower, lower);
}

const json::object* object_of(const json::value& document, std::string_view key) noexcept {
  const json::value* member = json::find(document, key);
  return member ? member->if_object() : nullptr;
}

// The text, or the last text of a list.
std::optional<std::string_view> last_text(const json::value& value) noexcept {
  if (const auto* text = value.if_string()) return std::string_view(*text);
  if (const auto* list = value.if_array(); list && !list->empty()) return last_text(list->back());
  return std::nullopt;
}

// Of "name=value" separated by ';'; the first of that name, which clients send for the closest path.
std::optional<std::string_view> find_cookie(std::string_view list, std::string_view name) noexcept {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(';'), list.size());
    std::string_view one = list.substr(0, end);
    list.remove_prefix(std::min(end + 1, list.size()));
    one.remove_prefix(std::min(one.find_first_not_of(' '), one.size()));
    const std::size_t equals = one.find('=');
    if (equals != one.npos && one.substr(0, equals) == name) return one.substr(equals + 1);
  }
  return std::nullopt;
}

}  // namespace

std::string_view http_event_version(const json::value& event) noexcept {
  const std::string_view version = json::find_string(event, "version");
  if (!version.empty()) return version;
  return json::find_string(event, "method").empty() ? "1.0" : "vpc";
}

std::string_view http_event::method() const noexcept {
  const std::string_view method = text("requestContext", "http", "method");
  return method.empty() ? text("httpMethod") : method;
}

std::string_view http_event::path() const noexcept {
  const json::value& raw = member("rawPath");
  return raw.is_string() ? text_of(raw) : text("path");
}

std::string_view http_event::route() const noexcept {
  const std::string_view key = text("requestContext", "routeKey");
  return key.empty() ? text("resource") : key;
}

std::string_view http_event::source_ip() const noexcept {
  const std::string_view address = text("requestContext", "http", "sourceIp");
  return address.empty() ? text("requestContext", "identity", "sourceIp") : address;
}

const json::value& http_event::authorizer() const noexcept {
  const event_view said(member("requestContext", "authorizer"));
  for (const json::value* one : {&said.member("lambda"), &said.member("jwt", "claims"), &said.member("iam")})
    if (one->is_object()) return *one;
  return said.document();
}

std::string_view http_event::cookie(std::string_view name) const noexcept {
  if (const json::array* cookies = member("cookies").if_array())
    for (const json::value& one : *cookies)
      if (const auto found = find_cookie(text_of(one), name)) return *found;
  return find_cookie(header("cookie"), name).value_or(std::string_view());
}

std::optional<std::string_view> http_event::find_header(std::string_view name) const noexcept {
  for (const std::string_view key : {"headers", "multiValueHeaders"}) {
    const json::object* headers = object_of(document(), key);
    if (headers == nullptr) continue;
    for (const auto& [header, value] : *headers)
      if (is_same_name(header, name)) return last_text(value);
  }
  return std::nullopt;
}

std::string_view http_event::header(std::string_view name, std::string_view fallback) const noexcept {
  return find_header(name).value_or(fallback);
}

std::optional<std::string_view> http_event::find_query(std::string_view name) const noexcept {
  for (const std::string_view key : {"queryStringParameters", "multiValueQueryStringParameters"}) {
    const json::object* parameters = object_of(document(), key);
    if (parameters == nullptr) continue;
    if (const json::value* found = parameters->if_contains(name)) return last_text(*found);
  }
  return std::nullopt;
}

std::string_view http_event::query(std::string_view name, std::string_view fallback) const noexcept {
  return find_query(name).value_or(fallback);
}

std::string_view http_event::path_parameter(std::string_view name) const noexcept {
  return text("pathParameters", name);
}

std::string http_event::body() const { return decode_body(document()).value_or(std::string()); }

}  // namespace lamina
