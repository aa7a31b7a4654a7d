#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lamina/config/internal/node.h"

namespace lamina::config {

// Methods, integrations, types of authorizers: the Framework takes them in any case. ASCII alone.
std::string upper(std::string_view text);

// What an http or httpApi event says about where it is: "GET /users/{id}" or {method, path}.
struct route_text {
  std::string method;  // upper case; ANY for all
  std::string path;    // as written
};

// `one_word`: a single word is the path of a route for all methods (httpApi: "*"). Nothing: an error of the load, or,
// when a variable in it cannot be resolved, a warning that the route is left out.
std::optional<route_text> read_route_text(const node& event, bool one_word);

}  // namespace lamina::config
