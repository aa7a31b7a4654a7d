#pragma once

#include <string_view>

#include "lamina/json/json.h"
#include "lamina/json/schema/schema.h"

namespace lamina::internal {

// Changes `target` as `ajvOptions` of Middy's transpileSchema say. Throws for what is malformed or unknown, naming it
// after `package`; and for allErrors: false, which ajv-errors does not work with.
void read_ajv_options(const json::object& options, std::string_view package, json::schema_options& target);

}  // namespace lamina::internal
