#pragma once

#include <vector>

#include "lamina/json/schema/internal/node.h"

namespace lamina::json::schemas {

// Makes the instance one of the types, as Ajv's coerceTypes does. False: impossible, and nothing was changed.
bool coerce_to(value& instance, const std::vector<type>& types, coercion how);

}  // namespace lamina::json::schemas
