#pragma once

#include <string>

#include "lamina/json/json.h"

namespace lamina::parity {

struct verdict {
  enum class kind { passed, failed, skipped } kind = kind::passed;
  std::string detail;  // first difference, or why it was skipped
};

// Runs a case of middlewares and a handler.
verdict run_chain_case(const json::value& one);
// Runs a case of util.json: one call of a function.
verdict run_call_case(const json::value& one);

}  // namespace lamina::parity
