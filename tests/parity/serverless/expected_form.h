#pragma once

#include "lamina/config/service.h"
#include "lamina/json/json.h"

namespace lamina::parity {

// A service in the form of a case's expected.json (parity/serverless/README.md says what each key means).
json::object expected_form(const config::service& from);

}  // namespace lamina::parity
