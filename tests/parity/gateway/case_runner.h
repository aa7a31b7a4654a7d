#pragma once

#include <string_view>

#include "lamina/json/json.h"
#include "tests/parity/cases/case_report.h"

namespace parity {

using lamina::parity::verdict;

// Runs one case: a gateway of its own in this process on a free port, real bytes over a socket, event and response
// compared. None is skipped.
verdict run_case(const lamina::json::value& test);

}  // namespace parity
