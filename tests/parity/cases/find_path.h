#pragma once

#include <string_view>

#include "lamina/json/json.h"

namespace lamina::parity {

// The value under a dotted path such as "results.0.json.jwtToken"; null when there is none.
const json::value* find_path(const json::value& document, std::string_view path);

}  // namespace lamina::parity
