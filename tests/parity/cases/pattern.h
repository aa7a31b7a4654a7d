#pragma once

#include <optional>
#include <string_view>

namespace lamina::parity {

// Does an ECMAScript pattern fit somewhere in the text? Nothing when the pattern cannot be read.
std::optional<bool> pattern_fits(std::string_view pattern, std::string_view text, bool ignores_case = false);

}  // namespace lamina::parity
