#pragma once

#include "lamina/json/json.h"
#include "tests/parity/cases/case_report.h"

namespace lamina::parity {

// Runs a case of middlewares and a handler.
verdict run_chain_case(const json::value& one);
// Runs a case of util.json: one call of a function.
verdict run_call_case(const json::value& one);

}  // namespace lamina::parity
