#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lamina::gateway {

// Appends `bytes` as a JSON string that is UTF-8 whatever the bytes are: each invalid sequence becomes U+FFFD (one per
// maximal broken part, as Java and browsers decode), as Amazon API Gateway does with bodies of no binary media type.
void quote_text_to(std::string& out, std::string_view bytes);

// Appends a key, which is ready text (,"path":), and its value, quoted.
void append_member(std::string& out, std::string_view key, std::string_view value);
void append_number(std::string& out, std::int64_t number);

}  // namespace lamina::gateway
