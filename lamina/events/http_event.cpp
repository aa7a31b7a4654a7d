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
std::optional<std::string_view> text_of(const json::value& value) noexcept {
  if (const auto* text = value.if_string()) return std::string_view(*text);
  if (const auto* list = value.if_array(); list && !list->empty()) return text_of(list->back());
  return std::nullopt;
}

const json::value* http_of(const json::value& document) noexcept {
  const json::value* request = json::find(document, "requestContext");
  return request ? json::find(*request, "http") : nullptr;
}

}  // namespace

std::string_view http_event_version(const json::value& event) noexcept {
  const std::string_view version = json::find_string(event, "version");
  if (!version.empty()) return version;
  return json::find_string(event, "method").empty() ? "1.0" : "vpc";
}

std::string_view http_event::method() const noexcept {
  const json::value* http = http_of(*document_);
  return http ? json::find_string(*http, "method") : json::find_string(*document_, "httpMethod");
}

std::string_view http_event::path() const noexcept {
  const json::value* raw = json::find(*document_, "rawPath");
  return raw && raw->is_string() ? std::string_view(raw->get_string()) : json::find_string(*document_, "path");
}

std::optional<std::string_view> http_event::find_header(std::string_view name) const noexcept {
  for (const std::string_view key : {"headers", "multiValueHeaders"}) {
    const json::object* headers = object_of(*document_, key);
    if (headers == nullptr) continue;
    for (const auto& [header, value] : *headers)
      if (is_same_name(header, name)) return text_of(value);
  }
  return std::nullopt;
}

std::string_view http_event::header(std::string_view name, std::string_view fallback) const noexcept {
  return find_header(name).value_or(fallback);
}

std::optional<std::string_view> http_event::find_query(std::string_view name) const noexcept {
  for (const std::string_view key : {"queryStringParameters", "multiValueQueryStringParameters"}) {
    const json::object* parameters = object_of(*document_, key);
    if (parameters == nullptr) continue;
    if (const json::value* found = parameters->if_contains(name)) return text_of(*found);
  }
  return std::nullopt;
}

std::string_view http_event::query(std::string_view name, std::string_view fallback) const noexcept {
  return find_query(name).value_or(fallback);
}

std::string_view http_event::path_parameter(std::string_view name) const noexcept {
  const json::value* parameters = json::find(*document_, "pathParameters");
  return parameters ? json::find_string(*parameters, name) : std::string_view{};
}

std::string http_event::body() const { return decode_body(*document_).value_or(std::string()); }

const json::value& http_event::json() const noexcept {
  static const json::value none;
  const json::value* body = json::find(*document_, "body");
  return body ? *body : none;
}

}  // namespace lamina
