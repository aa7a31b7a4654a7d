#pragma once

#include "lamina/events/http_event.h"

namespace lamina {

// What a TOKEN authorizer of a REST API is asked: may this token call this method?
class token_authorizer_event : public event_view {
 public:
  using event_view::event_view;
  static token_authorizer_event from_event(const json::value& event) noexcept { return token_authorizer_event(event); }

  std::string_view token() const noexcept { return text("authorizationToken"); }  // as sent: "Bearer ..."
  // "arn:aws:execute-api:region:account:api/stage/GET/path"
  std::string_view arn() const noexcept { return text("methodArn"); }
};

// What a REQUEST authorizer of a REST, WebSocket or HTTP API is asked (formats 1.0 and 2.0): the request without its
// body, and what it wants to call.
class request_authorizer_event : public http_event {
 public:
  using http_event::http_event;
  static request_authorizer_event from_event(const json::value& event) noexcept {
    return request_authorizer_event(event);
  }

  // Of the method, or of the route of an HTTP API (format 2.0).
  std::string_view arn() const noexcept {
    const std::string_view method_arn = text("methodArn");
    return method_arn.empty() ? text("routeArn") : method_arn;
  }
  // The values of the authorizer's identity sources; format 2.0 only.
  std::vector<std::string_view> identity_sources() const { return texts("identitySource"); }
};

}  // namespace lamina
