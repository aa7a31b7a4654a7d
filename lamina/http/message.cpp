#include "lamina/http/message.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "lamina/base/error.h"

namespace lamina::http {
namespace {

constexpr char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

bool is_framing(std::string_view name) noexcept {
  constexpr std::array<std::string_view, 3> framing = {"content-length", "transfer-encoding", "connection"};
  return std::ranges::any_of(framing, [name](std::string_view one) { return equal_ignoring_case(one, name); });
}

void append_value(std::string& out, std::string_view value) {
  const std::size_t start = out.size();
  out += value;
  for (std::size_t i = start; i < out.size(); ++i) {
    const auto byte = static_cast<unsigned char>(out[i]);
    if ((byte < 0x20 && byte != '\t') || byte == 0x7f) out[i] = ' ';
  }
}

void append_number(std::string& out, std::size_t number) {
  std::array<char, 24> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

}  // namespace

bool is_token(std::string_view text) noexcept {
  constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::ranges::all_of(text, [marks](char c) {
    return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z') || marks.find(c) != marks.npos;
  });
}

bool is_host(std::string_view text) noexcept {
  return std::ranges::none_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= ' ' || byte >= 0x7f || c == '/' || c == ',' || c == '@' || c == '?' || c == '#' || c == '\\' ||
           c == '"';
  });
}

bool equal_ignoring_case(std::string_view left, std::string_view right) noexcept {
  return left.size() == right.size() &&
         std::equal(left.begin(), left.end(), right.begin(), [](char a, char b) { return lower(a) == lower(b); });
}

std::string_view find_header(std::span<const header> headers, std::string_view name) noexcept {
  for (const header& one : headers)
    if (equal_ignoring_case(one.name, name)) return one.value;
  return {};
}

bool has_body(int status) noexcept { return status >= 200 && status != 204 && status != 304; }

void write_head(std::string& out, const response& message, unsigned version, bool keep_alive) {
  out += "HTTP/1.1 ";
  append_number(out, static_cast<std::size_t>(std::clamp(message.status, 100, 999)));
  out += ' ';
  out += reason_phrase(message.status);
  out += "\r\n";
  for (const auto& [name, value] : message.headers) {
    if (!is_token(name) || is_framing(name)) continue;
    out.append(name).append(": ");
    append_value(out, value);
    out += "\r\n";
  }
  if (has_body(message.status)) {
    out += "Content-Length: ";
    append_number(out, message.body.size());
    out += "\r\n";
  }
  if (!keep_alive)
    out += "Connection: close\r\n";
  else if (version == 10)
    out += "Connection: keep-alive\r\n";
  out += "\r\n";
}

}  // namespace lamina::http
