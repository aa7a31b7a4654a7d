#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lamina::gateway {

// How values are written into a line of the access log, so that none can end the line, end the quotes it stands in, or
// send control characters to a terminal.
enum class access_escaping : std::uint8_t {
  json,   // as in a JSON string: \" \\ \n \u001b; what is not UTF-8 becomes U+FFFD
  xml,    // &lt; &gt; &amp; &quot; &#39;; control characters and what is not UTF-8 become U+FFFD
  plain,  // as Apache's logs: \" \\ \n \r \t, and \xhh for each byte of other control characters and of what is no
          // UTF-8
};

// By the first character: "{" or "[" begins JSON, "<" XML, the rest is plain.
access_escaping escaping_of(std::string_view format) noexcept;

void append_escaped(std::string& out, std::string_view value, access_escaping how);

}  // namespace lamina::gateway
