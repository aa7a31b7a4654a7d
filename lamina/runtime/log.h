#pragma once

#include <initializer_list>
#include <string_view>

#include "lamina/base/log.h"
#include "lamina/engine/context.h"

namespace lamina {

// Writes one line of JSON to standard error, where Lambda collects it, with the id of the invocation:
// {"time":...,"level":"info","message":"charged","requestId":"...","amount":5}. Lines below AWS_LAMBDA_LOG_LEVEL (info
// when it is not set) cost a comparison. Any thread.
//
//   log(context, log_level::info, "charged", {{"amount", 5.0}});
void log(const context& context, log_level level, std::string_view message,
         std::initializer_list<log_field> fields = {});

// Where these lines go; for what has no invocation.
logger& function_log();

}  // namespace lamina
