#pragma once

#include <string_view>
#include <vector>

#include "lamina/base/result.h"
#include "lamina/runtime/internal/function_settings.h"
#include "lamina/runtime/internal/handler_set.h"

namespace lamina::runtime {

// Serves Lambda until SIGTERM; the error says why it had to end.
result<void> serve_function(const function_settings& settings, const std::vector<named_engine>& handlers);

}  // namespace lamina::runtime
