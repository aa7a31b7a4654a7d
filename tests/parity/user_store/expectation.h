#pragma once

#include <optional>
#include <string>

#include "lamina/json/json.h"
#include "tests/parity/user_store/variables.h"

namespace parity_user_store {

// Compares a step's result with its `expect`, as parity/user-store/README.md says. Answers the first difference
// ("status: expected 400, got 500"), or nothing. `${name}` must have been replaced; {"$capture": name} stores into
// `captured`.
std::optional<std::string> first_difference(const lamina::json::value& expect, const lamina::json::value& result,
                                            variables& captured);

}  // namespace parity_user_store
