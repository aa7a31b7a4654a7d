#pragma once

#include <memory>

#include "lamina/base/result.h"
#include "lamina/config/service.h"
#include "lamina/gateway/rest/request_validation.h"
#include "lamina/gateway/throttling/token_bucket.h"

namespace lamina::gateway {

// What a method of a REST API asks of its requests, besides who sends them.
struct route_checks {
  std::unique_ptr<token_bucket> throttle{};  // of all event loops together; null: none
  bool needs_key = false;
  request_validation validation{};
};

// Null when there is nothing to be checked. The error says what cannot be compiled, without the route's place.
result<std::unique_ptr<route_checks>> make_route_checks(const config::route& route, const request_models& models);

}  // namespace lamina::gateway
