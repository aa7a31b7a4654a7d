#include "lamina/events/http_response.h"

#include <utility>

namespace lamina {
namespace {

error not_a_response(std::string_view what) { return error(500, "not an HTTP response: " + std::string(what)); }

result<int> read_status(const json::object& members) {
  const json::value* status = members.if_contains("statusCode");
  if (status == nullptr) return 200;
  const double number = status->is_number() ? status->to_number<double>() : 0;
  if (number < 100 || number > 999) return not_a_response("statusCode must be a number from 100 to 999");
  return static_cast<int>(number);
}

std::string header_text(const json::value& value) {
  return value.is_string() ? std::string(value.get_string()) : json::serialize(value);
}

std::vector<std::string> texts(const json::value* list) {
  std::vector<std::string> read;
  if (list && list->is_array())
    for (const json::value& item : list->get_array()) read.push_back(header_text(item));
  return read;
}

bool is_present(const json::object& members, std::string_view key) {
  const json::value* found = members.if_contains(key);
  return found && !found->is_null();
}

}  // namespace

json::value http_response::to_json(json::storage_ptr storage) const {
  json::object document(std::move(storage));
  document.reserve(6);
  json::set(document, "statusCode", status_code);
  if (!headers.empty()) {
    json::object& map = document["headers"].emplace_object();
    map.reserve(headers.size());
    for (const auto& [name, value] : headers) json::set(map, name, value);
  }
  if (!multi_value_headers.empty()) {
    json::object& map = document["multiValueHeaders"].emplace_object();
    for (const auto& [name, values] : multi_value_headers)
      map.insert_or_assign(name, json::array(values.begin(), values.end()));
  }
  if (!cookies.empty()) document["cookies"] = json::array(cookies.begin(), cookies.end());
  json::set(document, "body", body);
  if (is_base64_encoded) json::set(document, "isBase64Encoded", true);
  return document;
}

result<http_response> http_response::from_json(const json::value& document) {
  const json::object* members = document.if_object();
  if (members == nullptr) return not_a_response("an object is expected");
  http_response read;
  const result<int> status = read_status(*members);
  if (!status) return status.error();
  read.status_code = *status;
  if (const json::value* headers = members->if_contains("headers"); headers && headers->is_object())
    for (const auto& [name, value] : headers->get_object()) read.headers.emplace(name, header_text(value));
  if (const json::value* headers = members->if_contains("multiValueHeaders"); headers && headers->is_object())
    for (const auto& [name, values] : headers->get_object()) read.multi_value_headers.emplace(name, texts(&values));
  read.cookies = texts(members->if_contains("cookies"));
  if (const json::value* body = members->if_contains("body"); body && !body->is_null()) read.body = header_text(*body);
  const json::value* encoded = members->if_contains("isBase64Encoded");
  read.is_base64_encoded = encoded && encoded->is_bool() && encoded->get_bool();
  return read;
}

json::object& normalize_http_response(std::optional<json::value>& response, json::storage_ptr storage) {
  const json::object* members = response ? response->if_object() : nullptr;
  const bool is_http =
      members && (members->contains("statusCode") || members->contains("body") || members->contains("headers"));
  if (!response) {
    response.emplace(json::object(std::move(storage)));
  } else if (!is_http) {
    json::value body = std::move(*response);
    json::object wrapped(body.storage());
    wrapped["statusCode"] = 200;
    wrapped["body"] = std::move(body);
    response.emplace(std::move(wrapped));
  }
  json::object& normal = response->get_object();
  if (!is_present(normal, "statusCode")) normal["statusCode"] = 500;
  if (!is_present(normal, "headers")) normal["headers"].emplace_object();
  return normal;
}

}  // namespace lamina
