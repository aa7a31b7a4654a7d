#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace lamina {

// The environment of this process: the only door to getenv. Read at start and handed on as values; nothing below `cli`
// and `runtime` calls these.
std::optional<std::string> environment_variable(std::string_view name);
std::map<std::string, std::string> environment();

}  // namespace lamina
