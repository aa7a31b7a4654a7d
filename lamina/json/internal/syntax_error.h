#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lamina::json::internal {

// For people: "line 2, column 9: expected a name in double quotes, found '}'". The text is right JSON up to its byte
// `at`, which is wrong, or where it ends too early. Columns count characters, from 1.
std::string explain_syntax_error(std::string_view text, std::size_t at);

}  // namespace lamina::json::internal
