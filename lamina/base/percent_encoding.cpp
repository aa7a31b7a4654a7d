#include "lamina/base/percent_encoding.h"

#include <utility>

#include "lamina/base/utf8.h"

namespace lamina {
namespace {

int digit_of(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The byte of the "%XX" at `at`; -1 when there is none.
int encoded_byte(std::string_view text, std::size_t at) noexcept {
  if (at + 2 >= text.size()) return -1;
  const int high = digit_of(text[at + 1]), low = digit_of(text[at + 2]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

}  // namespace

std::optional<std::string> percent_decode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '%') {
      out += text[at];
      continue;
    }
    const int byte = encoded_byte(text, at);
    if (byte < 0) return std::nullopt;
    out += static_cast<char>(byte);
    at += 2;
  }
  if (!is_utf8(out)) return std::nullopt;
  return out;
}

std::string form_decode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    const int byte = text[at] == '%' ? encoded_byte(text, at) : -1;
    if (byte >= 0) at += 2;
    const char plain = text[at] == '+' ? ' ' : text[at];
    out += byte >= 0 ? static_cast<char>(byte) : plain;
  }
  return replace_invalid_utf8(std::move(out));
}

}  // namespace lamina
