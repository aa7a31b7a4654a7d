#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lamina {

// "%41" is read as "A"; what is no escape ("%zz", a "%" at the end) stays as it is. `plus_is_space`: as in queries and
// forms. The bytes need not be UTF-8 afterwards, and are never more than before.
std::string percent_decode(std::string_view text, bool plus_is_space = false);
// The same, appended.
void percent_decode_to(std::string& out, std::string_view text, bool plus_is_space = false);

// JavaScript's decodeURIComponent: nothing when a '%' is not followed by two hexadecimal digits, or when the result is
// not UTF-8. '+' stays.
std::optional<std::string> decode_uri_component(std::string_view text);

// As Node's querystring reads one name or value of a form: '+' is a space, a '%' without two digits stays, bytes that
// are not UTF-8 become U+FFFD. Never fails.
std::string form_decode(std::string_view text);

// Everything but RFC 3986's unreserved characters (letters, digits, "-", ".", "_", "~") becomes "%XX", capitals.
std::string percent_encode(std::string_view text);

}  // namespace lamina
