#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lamina::config {

// "2001-12-14 21:59:43.10 -5" as the text of the same instant, "2001-12-15T02:59:43.100Z"; nothing when `text` is no
// timestamp of YAML (yaml.org/type/timestamp) or names a day that does not exist.
std::optional<std::string> timestamp_text(std::string_view text);

}  // namespace lamina::config
