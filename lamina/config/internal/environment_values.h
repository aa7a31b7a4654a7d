#pragma once

#include <map>
#include <string>

#include "lamina/config/internal/node.h"

namespace lamina::config {

// The members of an `environment` map as a process gets them: numbers and booleans as text, null as it is (unset),
// CloudFormation functions as they are. A value that cannot be resolved is left out, with a warning; a list is an
// error.
std::map<std::string, json::value> environment_values(const node& map);

}  // namespace lamina::config
