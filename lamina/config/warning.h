#pragma once

#include <string>
#include <vector>

#include "lamina/config/service.h"

namespace lamina::config {

// Something in a configuration that does not stop the start, but that its author would want to know.
struct warning {
  location where;
  std::string text;
  std::string message() const;  // "serverless.yml:31: functions.api.memory: unknown key; did you mean memorySize?"
};

using warnings = std::vector<warning>;

}  // namespace lamina::config
