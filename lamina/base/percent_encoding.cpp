#include "lamina/base/percent_encoding.h"

#include "lamina/base/utf8.h"

namespace lamina {
namespace {

int hex_digit(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The byte of the "%XX" at `at`; -1 when there is none.
int encoded_byte(std::string_view text, std::size_t at) noexcept {
  if (text[at] != '%' || at + 2 >= text.size()) return -1;
  const int high = hex_digit(text[at + 1]), low = hex_digit(text[at + 2]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

bool is_unreserved(char c) noexcept {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

}  // namespace

void percent_decode_to(std::string& out, std::string_view text, bool plus_is_space) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (const int byte = encoded_byte(text, at); byte >= 0) {
      out += static_cast<char>(byte);
      at += 2;
    } else {
      out += plus_is_space && text[at] == '+' ? ' ' : text[at];
    }
  }
}

std::string percent_decode(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  percent_decode_to(out, text, plus_is_space);
  return out;
}

std::optional<std::string> decode_uri_component(std::string_view text) {
  for (std::size_t at = text.find('%'); at != text.npos; at = text.find('%', at + 1))
    if (encoded_byte(text, at) < 0) return std::nullopt;
  std::string out = percent_decode(text);
  if (!is_utf8(out)) return std::nullopt;
  return out;
}

std::string form_decode(std::string_view text) { return replace_invalid_utf8(percent_decode(text, true)); }

std::string percent_encode(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (is_unreserved(c)) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += digits[byte >> 4];
    out += digits[byte & 15];
  }
  return out;
}

}  // namespace lamina
