#pragma once

#include <string>
#include <vector>

#include "lamina/json/json.h"
#include "lamina/json/schema/schema.h"

namespace lamina::gateway {

// What $context.error.validationErrorString says of a body that its model refuses, in the words of the validator behind
// API Gateway (json-schema-validator of Java) where they are known:
//   [object has missing required properties (["price"]), instance value ("bird") not found in enum (...)]
std::string validation_error_text(const json::value& body, const std::vector<json::schema_issue>& issues);

}  // namespace lamina::gateway
