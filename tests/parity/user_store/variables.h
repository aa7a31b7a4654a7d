#pragma once

#include <map>
#include <string>
#include <vector>

#include "lamina/base/result.h"
#include "lamina/json/json.h"

namespace parity_user_store {

// What steps have captured, by name.
using variables = std::map<std::string, std::string>;

// A copy with every ${name} in every string replaced. The error's message is the name of the first unknown variable.
lamina::result<lamina::json::value> substitute(const lamina::json::value& text, const variables& known);

}  // namespace parity_user_store
