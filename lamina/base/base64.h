#pragma once

#include <string>
#include <string_view>

namespace lamina {

// RFC 4648 section 4: the standard alphabet with padding.
std::string base64_encode(std::string_view bytes);
// The same, appended.
void base64_encode_to(std::string& out, std::string_view bytes);

// Appends the bytes that `text` stands for. False, and `out` as it was, when it is not base64: a character outside the
// alphabet (line breaks too), padding that is not at the end, or a length that cannot be. Missing padding is accepted,
// as Java's decoder does.
bool base64_decode_to(std::string& out, std::string_view text);

// RFC 4648 section 5 as signed tokens write it (RFC 7515): the URL-safe alphabet, no padding. Appends the bytes; false,
// and `out` as it was, for anything else. Bits beyond the last byte are not looked at.
bool base64url_decode_to(std::string& out, std::string_view text);
std::string base64url_encode(std::string_view bytes);

// As Node's Buffer.from(text, "base64"), for what Middy reads with it: the URL-safe alphabet as well, characters of
// neither are skipped, the first '=' ends the text. Never fails.
std::string base64_decode_leniently(std::string_view text);

}  // namespace lamina
