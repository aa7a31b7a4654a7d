#pragma once

#include <optional>
#include <string>

#include "lamina/engine/engine.h"
#include "lamina/engine/registry.h"
#include "recorder.h"

namespace lamina::parity {

// Why a case cannot be run; caught by whoever runs it.
struct not_built {
  std::string reason;
};

// A handler in the cases' notation (parity/middy/README.md, "Handlers"). `route`: the name under which it is recorded.
handler_function make_handler(const json::value& written, const registry& middlewares, const recorder_ptr& record,
                              const std::optional<std::string>& route = {});

// Attaches the `middlewares` of a case.
void attach(engine& chain, const json::array& written, const registry& middlewares);

}  // namespace lamina::parity
