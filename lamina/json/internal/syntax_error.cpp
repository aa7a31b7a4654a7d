#include "lamina/json/internal/syntax_error.h"

#include <algorithm>
#include <array>

namespace lamina::json::internal {
namespace {

constexpr std::string_view white = " \t\r\n";
constexpr std::string_view punctuation = "{}[],:";

std::string place(std::string_view before) {
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::string_view start = before.substr(before.rfind('\n') + 1);  // npos + 1 is 0
  const auto column = std::count_if(start.begin(), start.end(), [](char c) { return (c & 0xC0) != 0x80; }) + 1;
  return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

std::string found(std::string_view rest) {
  if (rest.empty()) return "the end";
  const auto byte = static_cast<unsigned char>(rest.front());
  if (byte > ' ' && byte < 0x7F) return {'\'', rest.front(), '\''};
  if (byte == '\n' || byte == '\r') return "the end of the line";
  constexpr std::string_view digits = "0123456789ABCDEF";
  return {'b', 'y', 't', 'e', ' ', '0', 'x', digits[byte >> 4], digits[byte & 15]};
}

// Where a string that begins before `from` ends: past its closing quote, or npos.
std::size_t end_of_string(std::string_view text, std::size_t from) {
  for (; from < text.size(); ++from) {
    if (text[from] == '\\') {
      ++from;
    } else if (text[from] == '"') {
      return from + 1;
    }
  }
  return std::string_view::npos;
}

// `inside`: an unfinished string, without its opening quote.
std::string_view expected_in_string(std::string_view inside, std::string_view rest) {
  std::size_t escape = std::string_view::npos;
  for (std::size_t i = 0; i < inside.size(); ++i) {
    if (inside[i] == '\\') escape = i++;
  }
  const std::string_view last = escape == inside.npos ? std::string_view() : inside.substr(escape);
  if (last == "\\") return R"(one of " \ / b f n r t u after \)";
  if (last.starts_with("\\u") && last.size() < 6) return "four hexadecimal digits after \\u";
  if (last.starts_with("\\u") && last.size() == 6 && (last[2] | 0x20) == 'd' && last[3] >= '8')
    return "the second half of a surrogate pair";
  if (!rest.empty() && static_cast<unsigned char>(rest.front()) < ' ') return "\", or \\n and the like";
  return rest.empty() ? "\"" : "UTF-8";
}

// `token`: the beginning of a number or word. Empty: it may end here.
std::string_view expected_in_token(std::string_view token) {
  constexpr std::array<std::string_view, 3> words{"true", "false", "null"};
  for (const std::string_view word : words) {
    if (word.starts_with(token.front())) return token == word ? std::string_view() : word;
  }
  return std::string_view(".eE+-").find(token.back()) == std::string_view::npos ? std::string_view() : "a digit";
}

// Walks over what is right and keeps what the next token may be.
class walk {
 public:
  // What may follow `before`; `rest` is what does.
  std::string_view expected_after(std::string_view before, std::string_view rest) {
    for (std::size_t i = 0; i < before.size();) {
      const char c = before[i];
      if (c == '"') {
        const std::size_t end = end_of_string(before, i + 1);
        if (end > before.size()) return expected_in_string(before.substr(i + 1), rest);
        last_ = (is_in('{') && last_ != ':') ? 'n' : 'v';
        i = end;
      } else if (punctuation.find(c) != punctuation.npos) {
        take(c);
        ++i;
      } else if (white.find(c) != white.npos) {
        ++i;
      } else {
        const std::size_t end = std::min(before.find_first_of(" \t\r\n{}[],:\"", i), before.size());
        last_ = 'v';
        const std::string_view unfinished = expected_in_token(before.substr(i, end - i));
        if (end == before.size() && !unfinished.empty()) return unfinished;
        i = end;
      }
    }
    return expected_next();
  }

 private:
  bool is_in(char kind) const { return !open_.empty() && open_.back() == kind; }

  void take(char c) {
    if (c == '{' || c == '[') open_ += c;
    if ((c == '}' || c == ']') && !open_.empty()) open_.pop_back();
    last_ = c == '}' || c == ']' ? 'v' : c;
  }

  std::string_view expected_next() const {
    switch (last_) {
      case '{': return "a name in double quotes or }";
      case '[': return "a value or ]";
      case 'n': return ":";
      case 'v': return is_in('{') ? ", or }" : is_in('[') ? ", or ]" : "nothing more";
      case ',': return is_in('{') ? "a name in double quotes" : "a value";
      default: return "a value";
    }
  }

  std::string open_;  // the objects and arrays around
  char last_ = 0;     // punctuation, n: a name, v: a whole value
};

}  // namespace

std::string explain_syntax_error(std::string_view text, std::size_t at) {
  const std::string_view before = text.substr(0, at);
  const std::string_view rest = text.substr(before.size());
  return place(before) + ": expected " + std::string(walk().expected_after(before, rest)) + ", found " + found(rest);
}

}  // namespace lamina::json::internal
