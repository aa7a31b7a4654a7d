#pragma once

#include <string>
#include <vector>

#include "lamina/router/routing.h"

namespace lamina {

struct http_route {
  std::string method;  // GET, POST, PUT, PATCH, DELETE, OPTIONS, HEAD; ANY is all of these
  std::string path;    // see http_route_pattern.h; a slash at the end does not count
  handler_function handler{};
};

// Routes inside one function, as Middy has them: method and path of an HTTP event (REST API, HTTP API, function URL,
// VPC Lattice) pick a handler, which may be an engine with middlewares of its own. (@middy/http-router)
//
//   run(engine(http_router({{"GET", "/user/{id}", get_user},
//                           {"POST", "/user", engine(add_user).use(http_json_body_parser())}}))
//           .use(http_error_handler()));
//
// A route without parameters beats those with some; of several alike without parameters the last counts, of those with
// parameters the first that fits. Parameters join `event.pathParameters`, not decoded; what is there already stays.
//
// Errors: 404 "Route does not exist"; without a status when the event has no method or path. Building throws
// lamina::error for an unknown method and for a path that cannot be.
handler_function http_router(std::vector<http_route> routes, not_found_response not_found = {});

}  // namespace lamina
