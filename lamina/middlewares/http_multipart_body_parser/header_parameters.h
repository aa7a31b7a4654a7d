#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lamina {

// A header's value with parameters, as Content-Disposition and Content-Type have them:
// `form-data; name="a"; filename="b.txt"` (RFC 9110 section 5.6.6, RFC 8187 for `filename*`).
struct header_parameters {
  std::string value;                                            // before the first ';', in lower case
  std::vector<std::pair<std::string, std::string>> parameters;  // names in lower case; UTF-8

  // The first of that name, else of that name with a star; null when there is none.
  const std::string* find(std::string_view name) const noexcept;
};

// Nothing when it is malformed: a parameter without name or '=', a quote that does not end or stands within a text,
// text behind one. In quotes a backslash hides a quote or a backslash; other backslashes stay, as old browsers send
// Windows paths. Bytes that are not UTF-8 become U+FFFD.
std::optional<header_parameters> read_header_parameters(std::string_view header);

// Bytes as text: Latin-1 and UTF-16LE by their usual names, everything else is UTF-8, with U+FFFD for what is not.
std::string decode_text(std::string bytes, std::string_view charset);

}  // namespace lamina
