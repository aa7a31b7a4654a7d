#pragma once

#include <string>
#include <string_view>

namespace lamina {

// The spelling in which origins are compared: http(s) origins in lower case, without path, international host names as
// punycode ("https://münchen.example" is "https://xn--mnchen-3ya.example"). '*' stays, as in a pattern of origins;
// anything that is no http(s) origin stays as it is. (originToPunycode of @middy/http-cors)
std::string canonical_origin(std::string_view origin);

// Does the origin fit a pattern in which '*' stands for any characters but dots?
bool matches_origin_pattern(std::string_view origin, std::string_view pattern) noexcept;

// RFC 3492 over one label, with "xn--"; the label itself when it is ASCII.
std::string punycode_label(std::string_view label);

}  // namespace lamina
