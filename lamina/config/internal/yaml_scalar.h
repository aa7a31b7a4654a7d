#pragma once

#include <string_view>

#include "lamina/json/json.h"

namespace lamina::config {

// What an unquoted word of YAML means to js-yaml 4 (default schema): null, true, false, a number or text. `yes` and
// `on` are text; 1_000, 0x1F, 0o17, 0b11 and .inf are numbers; a date is the text JSON.stringify gives for it
// ("2012-10-17" is "2012-10-17T00:00:00.000Z").
json::value plain_scalar(std::string_view text);

}  // namespace lamina::config
