#pragma once

#include <string>
#include <string_view>

namespace lamina::gateway {

// Appends `bytes` as a JSON string that is UTF-8 whatever the bytes are: each invalid sequence becomes U+FFFD (one per
// maximal broken part, as Java and browsers decode), as Amazon API Gateway does with bodies of no binary media type.
void quote_text_to(std::string& out, std::string_view bytes);

// How many bytes the UTF-8 sequence at the front of `bytes` has (1 to 4). When it is broken, valid is false and length
// is what one U+FFFD stands for.
struct utf8_sequence {
  std::size_t length;
  bool valid;
};
utf8_sequence read_utf8(std::string_view bytes) noexcept;

}  // namespace lamina::gateway
