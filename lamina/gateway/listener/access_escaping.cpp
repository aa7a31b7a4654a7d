#include "lamina/gateway/listener/access_escaping.h"

#include "lamina/base/utf8.h"
#include "lamina/gateway/integration/event_text.h"

namespace lamina::gateway {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

// U+0000 to U+001F, U+007F to U+009F. `character` is one valid sequence.
bool is_control(std::string_view character) noexcept {
  const auto byte = static_cast<unsigned char>(character.front());
  if (character.size() == 1) return byte < 0x20 || byte == 0x7F;
  return byte == 0xC2 && static_cast<unsigned char>(character[1]) < 0xA0;
}

void append_bytes_in_hex(std::string& out, std::string_view bytes) {
  constexpr std::string_view hex = "0123456789abcdef";
  for (const char each : bytes) {
    const auto byte = static_cast<unsigned char>(each);
    out.append("\\x").append(1, hex[byte >> 4]).append(1, hex[byte & 15]);
  }
}

void append_plain(std::string& out, std::string_view character, bool is_printable) {
  switch (character.front()) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default: break;
  }
  if (is_printable)
    out += character;
  else
    append_bytes_in_hex(out, character);
}

void append_xml(std::string& out, std::string_view character, bool is_printable) {
  if (!is_printable) {
    out += replacement;
    return;
  }
  switch (character.front()) {
    case '<': out += "&lt;"; return;
    case '>': out += "&gt;"; return;
    case '&': out += "&amp;"; return;
    case '"': out += "&quot;"; return;
    case '\'': out += "&#39;"; return;
    default: out += character;
  }
}

// How much of the front is ASCII that no way of writing changes.
std::size_t harmless_run(std::string_view text) noexcept {
  constexpr std::string_view special = "\"\\<>&'";
  std::size_t size = 0;
  while (size < text.size() && text[size] >= 0x20 && text[size] < 0x7F &&
         special.find(text[size]) == std::string_view::npos)
    ++size;
  return size;
}

void append_json(std::string& out, std::string_view value) {
  const std::size_t begin = out.size();
  quote_text_to(out, value);
  out.erase(begin, 1);
  out.pop_back();
}

}  // namespace

access_escaping escaping_of(std::string_view format) noexcept {
  const std::size_t first = format.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return access_escaping::plain;
  if (format[first] == '{' || format[first] == '[') {
    // "[$context.requestTime] ..." begins like a list, but no list of JSON begins with a variable.
    const std::size_t second = format.find_first_not_of(" \t", first + 1);
    const bool is_json = second == std::string_view::npos || format[second] != '$';
    return is_json ? access_escaping::json : access_escaping::plain;
  }
  return format[first] == '<' ? access_escaping::xml : access_escaping::plain;
}

void append_escaped(std::string& out, std::string_view value, access_escaping how) {
  if (how == access_escaping::json) return append_json(out, value);
  for (;;) {
    const std::size_t run = harmless_run(value);
    out.append(value.substr(0, run));
    value.remove_prefix(run);
    if (value.empty()) return;
    const utf8_sequence next = read_utf8(value);
    const std::string_view character = value.substr(0, next.length);
    const bool is_printable = next.is_valid && !is_control(character);
    if (how == access_escaping::xml)
      append_xml(out, character, is_printable);
    else
      append_plain(out, character, is_printable);
    value.remove_prefix(next.length);
  }
}

}  // namespace lamina::gateway
