#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lamina/json/json.h"

namespace parity {

using header_lines = std::vector<std::pair<std::string, std::string>>;

// Compares the lines of one response header with what a case expects of it: a string, or a matcher ($list, $lines, $set
// and $superset look at all lines). Returns the difference, "" when it fits.
std::string header_difference(std::string_view name, const lamina::json::value& expected, const header_lines& headers);

}  // namespace parity
