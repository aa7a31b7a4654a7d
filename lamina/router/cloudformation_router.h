#pragma once

#include <string>
#include <vector>

#include "lamina/router/routing.h"

namespace lamina {

struct cloudformation_route {
  std::string request_type;  // "Create", "Update" or "Delete"
  handler_function handler{};
};

// One handler for the life of a CloudFormation custom resource: `RequestType` picks. Put cloudformation_response around
// it. (@middy/cloudformation-router)
//
// Errors have no status, as these events do not come over HTTP: "Unknown CloudFormation Custom Resource event format:
// ..." for another type, "Route does not exist" for one without a route.
handler_function cloudformation_router(std::vector<cloudformation_route> routes, not_found_response not_found = {});

}  // namespace lamina
