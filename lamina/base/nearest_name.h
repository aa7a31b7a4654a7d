#pragma once

#include <span>
#include <string_view>

namespace lamina {

// The name of `known` that a person who wrote `given` probably meant: one or two slips away, or one that `given`
// begins. Empty when none is near, and for words of fewer than three or more than sixty letters.
std::string_view nearest_name(std::string_view given, std::span<const std::string_view> known);

}  // namespace lamina
