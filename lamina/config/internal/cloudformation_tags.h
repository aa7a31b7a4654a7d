#pragma once

#include <optional>
#include <string_view>

#include "lamina/json/json.h"

namespace lamina::config {

// The long form of a CloudFormation short tag: `!Ref x` is {"Ref": "x"}, `!Sub x` is {"Fn::Sub": "x"}, `!GetAtt A.B.C`
// is {"Fn::GetAtt": ["A", "B.C"]}. Nothing when `tag` ("!Ref") is none of them.
std::optional<json::value> cloudformation_function(std::string_view tag, const json::value& value);

}  // namespace lamina::config
