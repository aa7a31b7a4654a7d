#include "lamina/middlewares/http_multipart_body_parser/header_parameters.h"

#include <algorithm>
#include <initializer_list>

#include "lamina/base/percent_encoding.h"
#include "lamina/base/utf8.h"

namespace lamina {
namespace {

constexpr std::string_view blanks = " \t";

std::string_view trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(blanks);
  return first == text.npos ? std::string_view() : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

// Takes a quoted text from the front of `rest`, and the blanks behind it.
std::optional<std::string> take_quoted(std::string_view& rest) {
  std::string text;
  for (std::size_t at = 1; at < rest.size(); ++at) {
    if (rest[at] == '"') {
      rest.remove_prefix(at + 1);
      rest.remove_prefix(std::min(rest.find_first_not_of(blanks), rest.size()));
      return text;
    }
    const bool is_escape = rest[at] == '\\' && at + 1 < rest.size() && (rest[at + 1] == '"' || rest[at + 1] == '\\');
    text += rest[is_escape ? ++at : at];
  }
  return std::nullopt;
}

// utf-8'en'%e2%82%ac
std::string decode_extended(const std::string& text) {
  const std::size_t charset = text.find('\'');
  const std::size_t language = charset == text.npos ? charset : text.find('\'', charset + 1);
  if (language == text.npos) return replace_invalid_utf8(text);
  return decode_text(percent_decode(std::string_view(text).substr(language + 1)), text.substr(0, charset));
}

// Takes `name=value` from the front of `rest`, up to the next ';'.
std::optional<std::pair<std::string, std::string>> take_parameter(std::string_view& rest) {
  const std::size_t equals = rest.find_first_of("=;");
  if (equals == rest.npos || rest[equals] == ';') return std::nullopt;
  std::string name = lower_case(trim(rest.substr(0, equals)));
  rest.remove_prefix(equals + 1);
  rest.remove_prefix(std::min(rest.find_first_not_of(blanks), rest.size()));
  std::optional<std::string> text;
  if (rest.starts_with('"')) {
    text = take_quoted(rest);
  } else {
    const std::size_t end = std::min(rest.find(';'), rest.size());
    if (const std::string_view token = trim(rest.substr(0, end)); token.find('"') == token.npos) text = token;
    rest.remove_prefix(end);
  }
  if (!text || !(rest.empty() || rest.front() == ';')) return std::nullopt;
  if (name.empty() || name.find_first_of("\" \t") != name.npos) return std::nullopt;
  const bool is_extended = name.ends_with('*');
  return std::pair(std::move(name), is_extended ? decode_extended(*text) : replace_invalid_utf8(*std::move(text)));
}

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> names) {
  return std::ranges::find(names, text) != names.end();
}

std::string from_latin1(std::string_view bytes) {
  std::string text;
  for (const char byte : bytes) append_utf8(text, static_cast<unsigned char>(byte));
  return text;
}

std::string from_utf16le(std::string_view bytes) {
  const auto unit = [&](std::size_t at) {
    return static_cast<char32_t>(static_cast<unsigned char>(bytes[at]) | static_cast<unsigned char>(bytes[at + 1])
                                                                             << 8);
  };
  std::string text;
  for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) {
    char32_t point = unit(at);
    const bool is_pair = (point & 0xFC00) == 0xD800 && at + 3 < bytes.size() && (unit(at + 2) & 0xFC00) == 0xDC00;
    if (is_pair) {
      point = 0x10000 + ((point - 0xD800) << 10) + (unit(at + 2) - 0xDC00);
      at += 2;
    }
    append_utf8(text, point);
  }
  return text;
}

}  // namespace

const std::string* header_parameters::find(std::string_view name) const noexcept {
  for (const auto& [key, text] : parameters)
    if (key == name) return &text;
  for (const auto& [key, text] : parameters)
    if (key.size() == name.size() + 1 && key.ends_with('*') && key.starts_with(name)) return &text;
  return nullptr;
}

std::optional<header_parameters> read_header_parameters(std::string_view header) {
  header_parameters read;
  const std::size_t end = std::min(header.find(';'), header.size());
  read.value = lower_case(trim(header.substr(0, end)));
  for (std::string_view rest = header.substr(end);;) {
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t;"), rest.size()));
    if (rest.empty()) return read;
    auto parameter = take_parameter(rest);
    if (!parameter) return std::nullopt;
    read.parameters.push_back(*std::move(parameter));
  }
}

std::string decode_text(std::string bytes, std::string_view charset) {
  const std::string name = lower_case(charset);
  if (is_one_of(name, {"latin1", "ascii", "us-ascii", "iso-8859-1", "iso8859-1", "iso88591", "iso_8859-1",
                       "windows-1252", "iso_8859-1:1987", "cp1252", "x-cp1252"}))
    return from_latin1(bytes);
  if (is_one_of(name, {"utf16le", "utf-16le", "ucs2", "ucs-2"})) return from_utf16le(bytes);
  return replace_invalid_utf8(std::move(bytes));
}

}  // namespace lamina
