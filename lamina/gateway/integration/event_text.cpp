#include "lamina/gateway/integration/event_text.h"

#include <array>
#include <bit>
#include <charconv>
#include <cstdint>

#include "lamina/base/utf8.h"
#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace lamina::gateway {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

bool is_plain(char c) noexcept {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20 && byte < 0x80 && c != '"' && c != '\\';
}

// The length of the run at the front that needs no attention: ASCII without quotes, backslashes and control characters.
std::size_t plain_run(std::string_view text) noexcept {
  std::size_t i = 0;
#ifdef __SSE2__
  for (; i + 16 <= text.size(); i += 16) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + i));
    // Signed comparison: bytes above 0x7f are negative, so below 0x20 as well.
    const __m128i special = _mm_or_si128(
        _mm_cmplt_epi8(block, _mm_set1_epi8(0x20)),
        _mm_or_si128(_mm_cmpeq_epi8(block, _mm_set1_epi8('"')), _mm_cmpeq_epi8(block, _mm_set1_epi8('\\'))));
    const auto mask = static_cast<unsigned>(_mm_movemask_epi8(special));
    if (mask != 0) return i + static_cast<std::size_t>(std::countr_zero(mask));
  }
#endif
  while (i < text.size() && is_plain(text[i])) ++i;
  return i;
}

void escape_to(std::string& out, char c) {
  constexpr std::string_view hex = "0123456789abcdef";
  switch (c) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default: break;
  }
  const auto byte = static_cast<unsigned char>(c);
  out += "\\u00";
  out += hex[byte >> 4];
  out += hex[byte & 15];
}

}  // namespace

void quote_text_to(std::string& out, std::string_view bytes) {
  out += '"';
  while (!bytes.empty()) {
    const std::size_t run = plain_run(bytes);
    out.append(bytes.substr(0, run));
    bytes.remove_prefix(run);
    if (bytes.empty()) break;
    std::size_t used = 1;
    if (static_cast<unsigned char>(bytes.front()) < 0x80) {
      escape_to(out, bytes.front());
    } else {
      const utf8_sequence sequence = read_utf8(bytes);
      out.append(sequence.is_valid ? bytes.substr(0, sequence.length) : replacement);
      used = sequence.length;
    }
    bytes.remove_prefix(used);
  }
  out += '"';
}

void append_member(std::string& out, std::string_view key, std::string_view value) {
  out.append(key);
  quote_text_to(out, value);
}

void append_number(std::string& out, std::int64_t number) {
  char digits[20];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

}  // namespace lamina::gateway
