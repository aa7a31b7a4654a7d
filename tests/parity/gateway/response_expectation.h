#pragma once

#include <string>

#include "lamina/json/json.h"
#include "tests/parity/gateway/http_client.h"

namespace parity {

// Compares an answer with an `expectResponse`, as parity/gateway/README.md says. Returns the first difference, "" when
// it fits.
std::string response_difference(const lamina::json::value& expected, const http_answer& got);

}  // namespace parity
