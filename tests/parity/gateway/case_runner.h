#pragma once

#include <string_view>

#include "lamina/json/json.h"
#include "tests/parity/cases/case_report.h"

namespace parity {

using lamina::parity::verdict;

// Runs one case: a gateway of its own in this process on a free port, real bytes over a socket, event and response
// compared. A case of a group that is not served whole is skipped when the gateway itself says that it lacks what the
// service asks for; cases of served groups are never skipped.
verdict run_case(std::string_view group, const lamina::json::value& test);

}  // namespace parity
