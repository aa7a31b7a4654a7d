#include "lamina/gateway/templates/internal/java_text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>

#include "lamina/base/utf8.h"

namespace lamina::gateway::templates {
namespace {

constexpr std::string_view digits = "0123456789ABCDEF";

bool is_ascii_alphanumeric(char c) noexcept {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

void append_unit(std::string& out, std::uint32_t unit) {
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) out += digits[(unit >> shift) & 0xF];
}

void append_escape(std::string& out, char32_t point) {
  constexpr std::string_view special = "\b\n\t\f\r", names = "bntfr";
  if (point < 0x20) {
    const std::size_t at = special.find(static_cast<char>(point));
    if (at == std::string_view::npos) return append_unit(out, point);
    (out += '\\') += names[at];
  } else if (point > 0xFFFF) {
    append_unit(out, 0xD800 + ((point - 0x10000) >> 10));
    append_unit(out, 0xDC00 + ((point - 0x10000) & 0x3FF));
  } else if (point > 0x7F) {
    append_unit(out, point);
  } else {
    (out += '\\') += static_cast<char>(point);
  }
}

constexpr auto stays = [] {
  std::array<bool, 256> made{};
  for (std::size_t c = 0x20; c < 0x80; ++c) made[c] = c != '\'' && c != '"' && c != '\\' && c != '/';
  return made;
}();

std::size_t units_of(std::size_t length) noexcept { return length == 4 ? 2 : 1; }

}  // namespace

void append_java_double(std::string& out, double number) {
  if (std::isnan(number)) return void(out += "NaN");
  if (std::isinf(number)) return void(out += number < 0 ? "-Infinity" : "Infinity");
  const double size = std::fabs(number);
  std::array<char, 400> text;
  const bool plain = size == 0 || (size >= 1e-3 && size < 1e7);
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number,
                                 plain ? std::chars_format::fixed : std::chars_format::scientific);
  std::string_view written(text.data(), static_cast<std::size_t>(end.ptr - text.data()));
  const std::size_t exponent = plain ? written.size() : written.find('e');
  const std::string_view mantissa = written.substr(0, exponent);
  out += mantissa;
  if (mantissa.find('.') == std::string_view::npos) out += ".0";
  if (plain) return;
  written.remove_prefix(exponent + 1);
  out += 'E';
  if (written.starts_with('-')) out += '-';
  const std::size_t first = written.find_first_not_of("+-0");
  out += first == std::string_view::npos ? "0" : written.substr(first);
}

std::size_t utf16_length(std::string_view text) noexcept {
  std::size_t units = 0;
  while (!text.empty()) {
    const std::size_t length = static_cast<unsigned char>(text[0]) < 0x80 ? 1 : read_utf8(text).length;
    units += units_of(length);
    text.remove_prefix(length);
  }
  return units;
}

std::optional<std::size_t> byte_of_unit(std::string_view text, std::size_t unit) noexcept {
  std::size_t at = 0, units = 0;
  while (units < unit && at < text.size()) {
    const std::size_t length = static_cast<unsigned char>(text[at]) < 0x80 ? 1 : read_utf8(text.substr(at)).length;
    units += units_of(length);
    at += length;
  }
  if (units < unit) return std::nullopt;
  return at;
}

void append_escaped_javascript(std::string& out, std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    while (at < text.size() && stays[static_cast<unsigned char>(text[at])]) ++at;
    out += text.substr(begin, at - begin);
    if (at < text.size()) append_escape(out, next_code_point(text, at));
  }
}

void append_form_encoded(std::string& out, std::string_view text) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (is_ascii_alphanumeric(c) || std::string_view(".-*_").find(c) != std::string_view::npos)
      out += c;
    else if (c == ' ')
      out += '+';
    else
      ((out += '%') += digits[byte >> 4]) += digits[byte & 0xF];
  }
}

}  // namespace lamina::gateway::templates
