#include "lamina/gateway/integration/json_cursor.h"

#include <algorithm>
#include <bitset>
#ifdef __SSE2__
#include <emmintrin.h>

#include <bit>
#endif

namespace lamina::gateway {
namespace {

bool is_hex(char c) noexcept { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

// The next quote, backslash or control character, or `end`.
const char* next_special(const char* at, const char* end) noexcept {
#ifdef __SSE2__
  for (; end - at >= 16; at += 16) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(block, _mm_set1_epi8(0x1f)), block);
    const __m128i special = _mm_or_si128(
        control, _mm_or_si128(_mm_cmpeq_epi8(block, _mm_set1_epi8('"')), _mm_cmpeq_epi8(block, _mm_set1_epi8('\\'))));
    const auto mask = static_cast<unsigned>(_mm_movemask_epi8(special));
    if (mask != 0) return at + std::countr_zero(mask);
  }
#endif
  return std::find_if(at, end, [](char c) { return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20; });
}

// The length of the escape that begins at the backslash `at`; 0 when there is none of that form.
std::size_t escape_size(const char* at, const char* end) noexcept {
  if (end - at < 2) return 0;
  if (at[1] == '"' || at[1] == '\\') return 2;  // nearly all of them
  if (at[1] != 'u') return std::string_view("/bfnrt").find(at[1]) == std::string_view::npos ? 0 : 2;
  return end - at >= 6 && std::all_of(at + 2, at + 6, is_hex) ? 6 : 0;
}

// RFC 8259 section 6.
const char* skip_number(const char* at, const char* end) noexcept {
  const auto digits = [&] {
    const char* start = at;
    while (at != end && is_digit(*at)) ++at;
    return at != start;
  };
  if (at != end && *at == '-') ++at;
  if (at != end && *at == '0')
    ++at;
  else if (!digits())
    return nullptr;
  if (at != end && *at == '.' && (++at, !digits())) return nullptr;
  if (at != end && (*at == 'e' || *at == 'E')) {
    ++at;
    if (at != end && (*at == '+' || *at == '-')) ++at;
    if (!digits()) return nullptr;
  }
  return at;
}

std::uint32_t code_unit(std::string_view digits) noexcept {
  std::uint32_t unit = 0;
  for (const char c : digits)
    unit = unit * 16 + static_cast<std::uint32_t>(is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
  return unit;
}

void write_utf8(char*& to, std::uint32_t code) {
  const auto byte = [&](std::uint32_t bits) { *to++ = static_cast<char>(bits); };
  if (code < 0x80) return byte(code);
  if (code < 0x800) return byte(0xC0 | code >> 6), byte(0x80 | (code & 63));
  if (code < 0x10000) return byte(0xE0 | code >> 12), byte(0x80 | (code >> 6 & 63)), byte(0x80 | (code & 63));
  byte(0xF0 | code >> 18), byte(0x80 | (code >> 12 & 63)), byte(0x80 | (code >> 6 & 63)), byte(0x80 | (code & 63));
}

// `rest` begins with \uXXXX; returns how many characters were used.
std::size_t write_code_point(char*& to, std::string_view rest) {
  std::uint32_t code = code_unit(rest.substr(2, 4));
  std::size_t used = 6;
  if (code >= 0xD800 && code < 0xDC00 && rest.size() >= 12 && rest[6] == '\\' && rest[7] == 'u') {
    const std::uint32_t low = code_unit(rest.substr(8, 4));
    if (low >= 0xDC00 && low < 0xE000) {
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
      used = 12;
    }
  }
  write_utf8(to, code >= 0xD800 && code < 0xE000 ? 0xFFFD : code);
  return used;
}

// Copies what stands before the next backslash; returns how much. `to` has room for all of `from`.
std::size_t copy_run(char* to, std::string_view from) noexcept {
  std::size_t i = 0;
#ifdef __SSE2__
  for (; i + 16 <= from.size(); i += 16) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from.data() + i));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to + i), block);
    const auto mask = static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(block, _mm_set1_epi8('\\'))));
    if (mask != 0) return i + static_cast<std::size_t>(std::countr_zero(mask));
  }
#endif
  for (; i < from.size() && from[i] != '\\'; ++i) to[i] = from[i];
  return i;
}

char short_escape(char c) noexcept {
  switch (c) {
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return c;
  }
}

}  // namespace

char json_cursor::peek() noexcept {
  while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t')) ++at_;
  return at_ == end_ ? '\0' : *at_;
}

bool json_cursor::take(char c) noexcept {
  if (peek() != c || at_ == end_) return false;
  ++at_;
  return true;
}

bool json_cursor::read_string(json_text& out) noexcept {
  if (!take('"')) return false;
  const char* const start = at_;
  out.escaped = false;
  while (true) {
    at_ = next_special(at_, end_);
    if (at_ == end_) return false;
    if (*at_ == '"') break;
    const std::size_t size = *at_ == '\\' ? escape_size(at_, end_) : 0;
    if (size == 0) return false;
    out.escaped = true;
    at_ += size;
  }
  out.raw = {start, at_};
  ++at_;
  return true;
}

bool json_cursor::read_scalar(std::string_view& out) noexcept {
  peek();
  const std::string_view rest{at_, end_};
  for (const std::string_view word : {"true", "false", "null"}) {
    if (!rest.starts_with(word)) continue;
    out = word;
    at_ += word.size();
    return true;
  }
  const char* const after = skip_number(at_, end_);
  if (after == nullptr) return false;
  out = {at_, after};
  at_ = after;
  return true;
}

// Without recursion: a text may be nested as deep as it is long.
bool json_cursor::skip_value() noexcept {
  constexpr std::size_t max_depth = 1000;
  std::bitset<max_depth> is_object;  // of what is open
  std::size_t depth = 0;
  json_text text;
  std::string_view scalar;
  while (true) {
    const char first = peek();
    if (first == '{' || first == '[') {
      if (depth == max_depth) return false;
      ++at_;
      is_object[depth] = first == '{';
      if (!take(first == '{' ? '}' : ']')) {
        ++depth;
        if (first == '{' && !(read_string(text) && take(':'))) return false;
        continue;
      }
    } else if (!(first == '"' ? read_string(text) : read_scalar(scalar))) {
      return false;
    }
    while (true) {  // a value is over: what does it end?
      if (depth == 0) return true;
      const bool in_object = is_object[depth - 1];
      if (take(',')) {
        if (in_object && !(read_string(text) && take(':'))) return false;
        break;
      }
      if (!take(in_object ? '}' : ']')) return false;
      --depth;
    }
  }
}

// Written through a pointer: bodies that are JSON themselves have an escape every few bytes.
void unescape_to(std::string& out, std::string_view raw) {
  const std::size_t before = out.size();
  out.resize(before + raw.size());
  char* to = out.data() + before;
  while (!raw.empty()) {
    const std::size_t run = copy_run(to, raw);
    to += run;
    raw.remove_prefix(run);
    if (raw.empty()) break;
    if (raw.size() >= 2 && raw[1] != 'u') {
      *to++ = short_escape(raw[1]);
      raw.remove_prefix(2);
    } else if (raw.size() >= 6) {
      raw.remove_prefix(write_code_point(to, raw));
    } else {
      break;
    }
  }
  out.resize(static_cast<std::size_t>(to - out.data()));
}

}  // namespace lamina::gateway
