#pragma once

#include <optional>
#include <string_view>

namespace lamina::tokens {

// Seconds of a phrase as npm's jose and paseto read them: "90s", "1.5 hours", "2 weeks", "1 yr" (365.25 days); units in
// any case. Nothing for anything else.
std::optional<double> parse_duration(std::string_view phrase);

}  // namespace lamina::tokens
