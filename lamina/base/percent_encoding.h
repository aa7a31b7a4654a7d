#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lamina {

// JavaScript's decodeURIComponent: every %XX becomes its byte. Nothing when a '%' is not followed by two hexadecimal
// digits, or when the result is not UTF-8. '+' stays.
std::optional<std::string> percent_decode(std::string_view text);

// As Node's querystring reads one name or value of a form: '+' is a space, a '%' without two digits stays, bytes that
// are not UTF-8 become U+FFFD. Never fails.
std::string form_decode(std::string_view text);

}  // namespace lamina
