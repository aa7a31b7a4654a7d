#pragma once

#include <string>

#include "lamina/json/json.h"

namespace lamina::parity {

// Where `actual` first differs from `expected`, and how; empty when it does not. Functions are compared by key, routes
// by (api, method, path), preflights by path; the order of everything else counts.
std::string first_difference(const json::object& expected, const json::object& actual);

}  // namespace lamina::parity
