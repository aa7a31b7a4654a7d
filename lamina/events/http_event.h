#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lamina/events/event_view.h"
#include "lamina/json/json.h"

namespace lamina {

// The payload format of an HTTP event: its `version`, else "vpc" (VPC Lattice, told by `method`), else "1.0".
std::string_view http_event_version(const json::value& event) noexcept;

// An HTTP request as a handler sees it: one view of the events of REST APIs (payload 1.0), HTTP APIs and function URLs
// (2.0) and ALB target groups. Nothing is copied: the document must outlive the view and everything it returns, which
// it does for a handler. Costs nothing to make.
class http_event : public event_view {
 public:
  using event_view::event_view;
  static http_event from_event(const json::value& document) { return http_event(document); }

  std::string_view method() const noexcept;  // "GET"
  std::string_view path() const noexcept;    // without stage and query, as the client sent it
  // The route that matched: "GET /orders/{id}" of HTTP APIs, "/orders/{id}" of REST APIs; "" for ALB.
  std::string_view route() const noexcept;

  // A header, its name in any case; the last value when there are several. HTTP APIs join several values with commas.
  std::optional<std::string_view> find_header(std::string_view name) const noexcept;
  std::string_view header(std::string_view name, std::string_view fallback = {}) const noexcept;

  // A query parameter, decoded except for ALB, which hands on what the client sent; the last value when REST APIs and
  // ALB list several, all of them joined by commas for HTTP APIs.
  std::optional<std::string_view> find_query(std::string_view name) const noexcept;
  std::string_view query(std::string_view name, std::string_view fallback = {}) const noexcept;

  // "" when the route has no such parameter.
  std::string_view path_parameter(std::string_view name) const noexcept;
  std::string_view stage_variable(std::string_view name) const noexcept { return text("stageVariables", name); }
  // "" when the client sent no such cookie. As sent: nothing is decoded.
  std::string_view cookie(std::string_view name) const noexcept;

  std::string_view stage() const noexcept { return text("requestContext", "stage"); }
  std::string_view request_id() const noexcept { return text("requestContext", "requestId"); }  // the gateway's
  std::string_view source_ip() const noexcept;  // "" for ALB, which tells it in x-forwarded-for
  // What the authorizer said of the client: the context of a Lambda authorizer, the claims of a JWT, who signed. Null
  // when there is none.
  const json::value& authorizer() const noexcept;

  // The body's bytes, base64 undone; "" when there is none, or when a middleware has parsed it.
  std::string body() const;
  // The body as a body parser left it; before one ran, its text as a JSON string. Null when there is none.
  const json::value& json() const noexcept { return member("body"); }
};

}  // namespace lamina
