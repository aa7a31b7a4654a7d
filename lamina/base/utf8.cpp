#include "lamina/base/utf8.h"

#include <locale.h>
#include <wctype.h>

#include <algorithm>
#include <cstring>

namespace lamina {
namespace {

constexpr char32_t replacement = 0xFFFD;
constexpr std::string_view replacement_text = "\xEF\xBF\xBD";

unsigned char byte_at(std::string_view text, std::size_t at) noexcept { return static_cast<unsigned char>(text[at]); }
bool is_ascii(char c) noexcept { return static_cast<unsigned char>(c) < 0x80; }

// How many bytes at the front are ASCII, counted in words.
std::size_t ascii_words(std::string_view bytes) noexcept {
  std::size_t at = 0;
  for (std::uint64_t word = 0; at + sizeof word <= bytes.size(); at += sizeof word) {
    std::memcpy(&word, bytes.data() + at, sizeof word);
    if ((word & 0x8080808080808080u) != 0) break;
  }
  return at;
}

using mapping = wint_t (*)(wint_t, locale_t);

std::string map_characters(std::string_view text, mapping map) {
  static const locale_t unicode = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const utf8_sequence found = read_utf8(text.substr(at));
    const std::string_view bytes = text.substr(at, found.length);
    std::size_t position = at;
    if (found.is_valid && (unicode != nullptr || is_ascii(text[at])))
      append_utf8(out, static_cast<char32_t>(map(static_cast<wint_t>(next_code_point(text, position)),
                                                 unicode ? unicode : LC_GLOBAL_LOCALE)));
    else
      out += bytes;
    at += found.length;
  }
  return out;
}

template <class Map>
std::string map_text(std::string_view text, Map map_ascii, mapping map) {
  if (!std::ranges::all_of(text, is_ascii)) return map_characters(text, map);
  std::string out(text);
  std::ranges::transform(out, out.begin(), map_ascii);
  return out;
}

}  // namespace

// The second byte has a narrower range after some lead bytes: that excludes overlong forms and surrogates.
utf8_sequence read_utf8(std::string_view bytes) noexcept {
  const unsigned char lead = byte_at(bytes, 0);
  if (lead < 0x80) return {1, true};
  if (lead < 0xC2 || lead > 0xF4) return {1, false};
  const std::size_t wanted = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  unsigned char lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  unsigned char highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  for (std::size_t i = 1; i < wanted; ++i, lowest = 0x80, highest = 0xBF) {
    if (i >= bytes.size() || byte_at(bytes, i) < lowest || byte_at(bytes, i) > highest) return {i, false};
  }
  return {wanted, true};
}

bool is_utf8(std::string_view bytes) noexcept {
  utf8_check check;
  return check.take(bytes) && check.is_complete();
}

bool utf8_check::begin(unsigned char lead) noexcept {
  if (lead < 0xC2 || lead > 0xF4) return lead < 0x80;
  wanted_ = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
  lowest_ = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  highest_ = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  return true;
}

bool utf8_check::take(std::string_view bytes) noexcept {
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    const unsigned char byte = byte_at(bytes, at);
    if (wanted_ != 0) {
      if (byte < lowest_ || byte > highest_) return false;
      lowest_ = 0x80;
      highest_ = 0xBF;
      --wanted_;
    } else if (byte >= 0x80) {
      if (!begin(byte)) return false;
    } else {
      at += ascii_words(bytes.substr(at));
      if (at == bytes.size()) break;
      if (!begin(byte_at(bytes, at))) return false;
    }
  }
  return true;
}

std::string replace_invalid_utf8(std::string bytes) {
  if (is_utf8(bytes)) return bytes;
  std::string out;
  out.reserve(bytes.size() + replacement_text.size());
  for (std::size_t at = 0; at < bytes.size();) {
    const utf8_sequence found = read_utf8(bytes.substr(at));
    if (found.is_valid)
      out.append(bytes, at, found.length);
    else
      out += replacement_text;
    at += found.length;
  }
  return out;
}

std::string lower_case(std::string_view text) {
  return map_text(
      text, [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }, towlower_l);
}

std::string upper_case(std::string_view text) {
  return map_text(
      text, [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }, towupper_l);
}

void append_utf8(std::string& out, char32_t code_point) {
  if (code_point > 0x10FFFF || (code_point >= 0xD800 && code_point < 0xE000)) code_point = replacement;
  const auto put = [&](char32_t byte) { out += static_cast<char>(byte); };
  if (code_point < 0x80) return put(code_point);
  if (code_point < 0x800) {
    put(0xC0 | code_point >> 6);
  } else {
    if (code_point < 0x10000) {
      put(0xE0 | code_point >> 12);
    } else {
      put(0xF0 | code_point >> 18);
      put(0x80 | (code_point >> 12 & 0x3F));
    }
    put(0x80 | (code_point >> 6 & 0x3F));
  }
  put(0x80 | (code_point & 0x3F));
}

char32_t next_code_point(std::string_view text, std::size_t& at) noexcept {
  const utf8_sequence found = read_utf8(text.substr(at));
  const unsigned char lead = byte_at(text, at);
  char32_t code_point = found.length == 1 ? lead : lead & (0x7F >> found.length);
  for (std::size_t i = 1; i < found.length; ++i) code_point = code_point << 6 | (byte_at(text, at + i) & 0x3Fu);
  at += found.length;
  return found.is_valid ? code_point : replacement;
}

}  // namespace lamina
