#pragma once

#include <string>
#include <vector>

#include "lamina/json/json.h"

namespace lamina::json::schemas {

// ajv-keywords' "transform": trim, trimStart, trimEnd (trimLeft, trimRight), toLowerCase, toUpperCase, in that order.
// Letters beyond ASCII keep their case; other names do nothing.
void transform_text(json::string& text, const std::vector<std::string>& names);

}  // namespace lamina::json::schemas
