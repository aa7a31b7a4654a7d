#pragma once

#include <string>
#include <string_view>

#include "lamina/json/json.h"

namespace parity {

// Compares a value with an expectation as parity/gateway/README.md says: objects partially and at every depth, the rest
// exactly, matchers in place of values. `actual` is null when there is none. Returns the first difference, "" when it
// fits; `where` begins it. Throws std::runtime_error for an expectation that cannot be read.
std::string first_difference(const lamina::json::value& expected, const lamina::json::value* actual,
                             const std::string& where);

// "$any", "$regex", ... when `expected` is an object of one matcher, else "".
std::string_view matcher_name(const lamina::json::value& expected);

}  // namespace parity
