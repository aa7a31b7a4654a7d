#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "lamina/base/result.h"
#include "lamina/json/json.h"

namespace lamina {

// What a handler of an HTTP event returns; understood by API Gateway (REST and HTTP APIs), ALB and function URLs.
//
//   return http_response{.status_code = 201, .headers = {{"Location", "/orders/7"}}, .body = "made"};
struct http_response {
  int status_code = 200;
  std::map<std::string, std::string> headers{};
  std::map<std::string, std::vector<std::string>> multi_value_headers{};  // REST APIs and ALB only
  std::vector<std::string> cookies{};                                     // HTTP APIs and function URLs only
  std::string body{};
  bool is_base64_encoded = false;

  // As the services read it; empty members other than `body` are left out.
  json::value to_json(json::storage_ptr storage = {}) const;
  // Reads one back, for tests and for middlewares' own use. Fails (status 500) for what is no such document.
  static result<http_response> from_json(const json::value& document);

  friend bool operator==(const http_response&, const http_response&) = default;
};

// Middy's normalizeHttpResponse: makes whatever a handler returned an HTTP response. Nothing becomes {}, a value
// without any of statusCode, body and headers becomes {statusCode: 200, body: value}; then statusCode defaults to 500,
// headers to {}. What nothing becomes lives in `storage`. Returns the object.
json::object& normalize_http_response(std::optional<json::value>& response, json::storage_ptr storage = {});

}  // namespace lamina
