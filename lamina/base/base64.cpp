#include "lamina/base/base64.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace lamina {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t not_base64 = 0xff;

using digit_table = std::array<std::uint8_t, 256>;

constexpr digit_table make_digits(char digit_62, char digit_63) {
  digit_table digits{};
  digits.fill(not_base64);
  for (std::size_t i = 0; i < 62; ++i) digits[static_cast<unsigned char>(alphabet[i])] = static_cast<std::uint8_t>(i);
  digits[static_cast<unsigned char>(digit_62)] = 62;
  digits[static_cast<unsigned char>(digit_63)] = 63;
  return digits;
}
constexpr digit_table standard_digits = make_digits('+', '/');
constexpr digit_table url_digits = make_digits('-', '_');

std::uint32_t byte_at(std::string_view bytes, std::size_t i) { return static_cast<unsigned char>(bytes[i]); }

// Four characters to three bytes; false when one is none of the alphabet.
bool decode_group(const digit_table& digits, std::string_view text, std::size_t i, char* out) {
  const std::uint32_t a = digits[byte_at(text, i)], b = digits[byte_at(text, i + 1)], c = digits[byte_at(text, i + 2)],
                      d = digits[byte_at(text, i + 3)];
  if ((a | b | c | d) == not_base64) return false;
  const std::uint32_t bits = a << 18 | b << 12 | c << 6 | d;
  out[0] = static_cast<char>(bits >> 16);
  out[1] = static_cast<char>(bits >> 8);
  out[2] = static_cast<char>(bits);
  return true;
}

// `text` is without padding.
bool decode(const digit_table& digits, std::string& out, std::string_view text) {
  const std::size_t rest = text.size() % 4;
  if (rest == 1) return false;

  const std::size_t before = out.size();
  out.resize(before + text.size() / 4 * 3 + (rest == 0 ? 0 : rest - 1));
  char* to = out.data() + before;
  const auto fail = [&] { return out.resize(before), false; };
  std::size_t i = 0;
  for (; i + 4 <= text.size(); i += 4, to += 3)
    if (!decode_group(digits, text, i, to)) return fail();
  if (rest == 0) return true;

  const std::uint32_t a = digits[byte_at(text, i)], b = digits[byte_at(text, i + 1)],
                      c = rest == 3 ? digits[byte_at(text, i + 2)] : 0;
  if ((a | b | c) == not_base64) return fail();
  const std::uint32_t bits = a << 18 | b << 12 | c << 6;
  to[0] = static_cast<char>(bits >> 16);
  if (rest == 3) to[1] = static_cast<char>(bits >> 8);
  return true;
}

}  // namespace

std::string base64_encode(std::string_view bytes) {
  std::string out;
  base64_encode_to(out, bytes);
  return out;
}

void base64_encode_to(std::string& out, std::string_view bytes) {
  std::size_t at = out.size();
  out.resize(at + (bytes.size() + 2) / 3 * 4);
  std::size_t i = 0;
  for (; i + 3 <= bytes.size(); i += 3) {
    const std::uint32_t bits = byte_at(bytes, i) << 16 | byte_at(bytes, i + 1) << 8 | byte_at(bytes, i + 2);
    for (const int shift : {18, 12, 6, 0}) out[at++] = alphabet[bits >> shift & 63];
  }
  const std::size_t rest = bytes.size() - i;
  if (rest == 0) return;
  const std::uint32_t bits = byte_at(bytes, i) << 16 | (rest == 2 ? byte_at(bytes, i + 1) << 8 : 0);
  out[at++] = alphabet[bits >> 18];
  out[at++] = alphabet[bits >> 12 & 63];
  out[at++] = rest == 2 ? alphabet[bits >> 6 & 63] : '=';
  out[at++] = '=';
}

bool base64_decode_to(std::string& out, std::string_view text) {
  if (text.ends_with("==") && text.size() % 4 == 0)
    text.remove_suffix(2);
  else if (text.ends_with('=') && text.size() % 4 == 0)
    text.remove_suffix(1);
  return decode(standard_digits, out, text);
}

bool base64url_decode_to(std::string& out, std::string_view text) { return decode(url_digits, out, text); }

std::string base64url_encode(std::string_view bytes) {
  std::string text = base64_encode(bytes);
  text.erase(std::min(text.find('='), text.size()));
  for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return text;
}

std::string base64_decode_leniently(std::string_view text) {
  std::string out;
  out.reserve(text.size() / 4 * 3 + 2);
  std::uint32_t group = 0;
  int bits = 0;
  for (char c : text) {
    if (c == '=') break;
    if (c == '-') c = '+';
    if (c == '_') c = '/';
    const std::uint32_t digit = standard_digits[static_cast<unsigned char>(c)];
    if (digit == not_base64) continue;
    group = group << 6 | digit;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    out += static_cast<char>(group >> bits & 0xff);
  }
  return out;
}

}  // namespace lamina
