#pragma once

#include <string>
#include <string_view>

namespace lamina {

// Two lower-case hexadecimal digits for each byte.
std::string hex_encode(std::string_view bytes);
// The same, appended.
void hex_encode_to(std::string& out, std::string_view bytes);

}  // namespace lamina
