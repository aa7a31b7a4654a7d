#include "lamina/http/percent.h"

#include <algorithm>

namespace lamina::http {
namespace {

int hex_digit(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_unreserved(char c) noexcept {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

}  // namespace

std::string percent_decode(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      const int high = hex_digit(text[i + 1]);
      const int low = hex_digit(text[i + 2]);
      if (high >= 0 && low >= 0) {
        out += static_cast<char>(high * 16 + low);
        i += 2;
        continue;
      }
    }
    out += plus_is_space && text[i] == '+' ? ' ' : text[i];
  }
  return out;
}

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

std::vector<std::pair<std::string, std::string>> split_query(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> pairs;
  while (!query.empty()) {
    const std::string_view piece = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), piece.size() + 1));
    if (piece.empty()) continue;
    const std::size_t equals = piece.find('=');
    pairs.emplace_back(percent_decode(piece.substr(0, equals), true),
                       equals == piece.npos ? std::string() : percent_decode(piece.substr(equals + 1), true));
  }
  return pairs;
}

target_parts split_target(std::string_view target) noexcept {
  target = target.substr(0, target.find('#'));
  if (!target.starts_with('/')) {
    // The absolute form: RFC 9112, 3.2.2.
    const std::size_t scheme = target.find("://");
    if (scheme != target.npos) {
      target.remove_prefix(scheme + 3);
      const std::size_t start = target.find_first_of("/?");
      target.remove_prefix(start == target.npos ? target.size() : start);
    }
  }
  const std::size_t question = target.find('?');
  const std::string_view path = target.substr(0, question);
  return {path.empty() ? std::string_view("/") : path,
          question == target.npos ? std::string_view() : target.substr(question + 1)};
}

}  // namespace lamina::http
