#pragma once

#include <string_view>

#include "lamina/json/json.h"

namespace lamina::json::schemas {

// -1, 0 or 1; exact for integers, as doubles otherwise.
int compare_numbers(const value& left, const value& right) noexcept;
// Is `number` an integer times `step`, which is above 0?
bool is_multiple(const value& number, const value& step) noexcept;
// Code points of UTF-8 text.
std::size_t count_characters(std::string_view text) noexcept;

}  // namespace lamina::json::schemas
