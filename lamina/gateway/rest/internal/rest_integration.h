#pragma once

#include <string>

#include "lamina/gateway/rest/rest_api.h"

namespace lamina::gateway::internal {

// How a route's requests are answered, from its `integration`, `request`, `response` and `async`. `to.function` is
// known. Why it cannot be as its author meant it; "": it can.
std::string add_integration(rest_route& to, const config::route& from, const api_stage& stage,
                            const gateway_options& options);

}  // namespace lamina::gateway::internal
