#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/base/result.h"
#include "lamina/config/service.h"
#include "lamina/gateway/integration/response_writer.h"
#include "lamina/http/message.h"
#include "lamina/json/schema/schema.h"

namespace lamina::gateway {

// The models of an API, which the schemas of its routes may refer to ("$ref": ".../models/Pet", as text or made by
// Fn::Sub or Fn::Join). `Empty` and `Error` are there by themselves.
class request_models {
 public:
  explicit request_models(const std::map<std::string, json::value>& by_name);

  // JSON Schema draft 4, unless the schema says otherwise. The error says where in the schema what was expected.
  result<json::schema> compile(const json::value& schema) const;

 private:
  std::vector<std::pair<std::string, json::value>> documents_;
};

// What a method of a REST API asks of its requests: parameters that must be there, then a body that its model accepts.
// Compiled at the start, read by any thread. Requests are untrusted: time and depth of a check are bounded.
class request_validation {
 public:
  // The error names the content type whose schema is none.
  static result<request_validation> compile(const config::route& route, const request_models& models);

  // Nothing is asked: check() need not be called.
  bool is_empty() const noexcept { return required_.empty() && bodies_.empty(); }

  struct subject {
    std::span<const http::header> headers{};
    bool names_have_case = true;                      // of headers; over HTTP/2 they have none
    std::string_view query{};                         // without "?"
    std::span<const std::string_view> path_values{};  // of the path's variables, in order
    std::string_view body{};
  };
  // What is wrong with a request.
  struct failure {
    gateway_response_type type = gateway_response_type::bad_request_body;
    std::string message{};  // for the client
    std::string detail{};   // for $context.error.validationErrorString and the access log
  };
  // Nothing: the request may pass.
  std::optional<failure> check(const subject& seen) const;

 private:
  enum class place : std::uint8_t { header, path, query };
  struct parameter {
    place where = place::header;
    std::string name{};
    std::size_t index = 0;  // among the path's values
  };
  struct body_model {
    std::string content_type;  // "$default": of all that have none
    json::schema schema;
  };
  std::string missing_parameters(const subject& seen) const;
  const body_model* find_model(std::string_view content_type) const noexcept;
  static std::optional<failure> check_body(const body_model& model, std::string_view body);

  std::vector<parameter> required_;  // in the order in which they are told
  std::vector<body_model> bodies_;
};

}  // namespace lamina::gateway
