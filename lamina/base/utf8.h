#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lamina {

// How many bytes the UTF-8 sequence at the front of `bytes` has (1 to 4); there is at least one byte. When it is
// broken, is_valid is false and length is that of its maximal broken part: what one U+FFFD stands for.
struct utf8_sequence {
  std::size_t length;
  bool is_valid;
};
utf8_sequence read_utf8(std::string_view bytes) noexcept;

// Is all of it UTF-8? (RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF)
bool is_utf8(std::string_view bytes) noexcept;

// The same for text that comes in pieces: says no at the first byte that cannot be right, whatever follows.
class utf8_check {
 public:
  // Nothing more may be given once it was false.
  bool take(std::string_view bytes) noexcept;
  // Is what was taken whole characters?
  bool is_complete() const noexcept { return wanted_ == 0; }

 private:
  bool begin(unsigned char lead) noexcept;

  std::uint8_t wanted_ = 0;  // bytes of the character that has begun
  std::uint8_t lowest_ = 0x80;
  std::uint8_t highest_ = 0xBF;  // the next of them
};

// The text with U+FFFD for whatever is not UTF-8, one per maximal subpart: what Node's Buffer.toString() and browsers'
// TextDecoder make of bytes.
std::string replace_invalid_utf8(std::string bytes);

// As JavaScript's toLowerCase() and toUpperCase() for characters that have one counterpart; bytes that are not UTF-8
// stay. Independent of the process's locale.
std::string lower_case(std::string_view text);
std::string upper_case(std::string_view text);

// One code point, appended. Surrogates and values above U+10FFFF become U+FFFD.
void append_utf8(std::string& out, char32_t code_point);

// Reads the code point at `at` and moves `at` behind it; U+FFFD for what is not UTF-8. `at` is below text.size().
char32_t next_code_point(std::string_view text, std::size_t& at) noexcept;

}  // namespace lamina
