#pragma once

#include <string_view>

#include "lamina/json/json.h"

namespace lamina::json::internal {

// Boost.JSON's parser with doubles read by std::from_chars: its own (1.81) misses the nearest double in a fifth of all
// 17-digit numbers, and a number that only passes through must not change. Throws std::exception when memory ends.
result<value> read_document(std::string_view text, storage_ptr storage);
// The same without the document.
result<void> check_document(std::string_view text);

}  // namespace lamina::json::internal
