#pragma once

#include <string>
#include <vector>

#include "lamina/runtime/internal/function_settings.h"
#include "lamina/runtime/internal/handler_set.h"

namespace lamina::runtime {

// The program was started by a person, not by Lambda: does what its arguments (without the program's name) ask for.
// Returns main()'s result: 0, 1 when the invocation or the start failed, 2 when the arguments are wrong or missing.
int run_by_hand(const function_settings& settings, const std::vector<named_engine>& handlers,
                const std::string& program, const std::vector<std::string>& arguments);

}  // namespace lamina::runtime
