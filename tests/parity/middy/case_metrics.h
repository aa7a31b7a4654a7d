#pragma once

#include "lamina/engine/context.h"
#include "lamina/json/json.h"

namespace lamina::parity {

// Calls the methods that a handler's `metrics` names on the logger in its context.
void call_metrics(const json::value& written, const context& context);

}  // namespace lamina::parity
