#pragma once

#include <string>
#include <vector>

#include "lamina/router/routing.h"

namespace lamina {

struct ws_route {
  std::string route_key;  // "$connect", "$disconnect", "$default", or what the API's selection expression gives
  handler_function handler{};
};

// One handler for the routes of a WebSocket API: `requestContext.routeKey` picks. Exact; API Gateway itself says
// "$default" where no route of the API fits, so that is a route like any other here. (@middy/ws-router)
//
// Errors: 400 for an event without a route key, 404 for one that has no route.
handler_function ws_router(std::vector<ws_route> routes, not_found_response not_found = {});

}  // namespace lamina
