#pragma once

#include <optional>

#include "lamina/engine/handler.h"
#include "lamina/engine/registry.h"
#include "recorder.h"

namespace lamina::parity {

// The handler of {"http-router": X}, {"ws-router": X} or {"cloudformation-router": X}; nothing for other forms.
std::optional<handler_function> make_case_router(const json::value& written, const registry& middlewares,
                                                 const recorder_ptr& record);

}  // namespace lamina::parity
