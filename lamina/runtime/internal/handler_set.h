#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lamina/base/result.h"
#include "lamina/engine/engine.h"

namespace lamina::runtime {

struct named_engine {
  std::string name;  // "": the only one, whatever it is asked for as
  engine run;
};

// The engine that _HANDLER (or --handler) means. The error names those that exist.
result<const engine*> find_handler(const std::vector<named_engine>& handlers, std::string_view wanted);

// "api", "authorizer"
std::string names_of(const std::vector<named_engine>& handlers);

}  // namespace lamina::runtime
