#include "lamina/config/internal/dotenv.h"

#include <algorithm>
#include <optional>

namespace lamina::config {
namespace {

constexpr int max_expansions = 10;           // values that name values
constexpr std::size_t max_lookups = 10'000;  // of one file
constexpr std::size_t max_value = 1 << 16;

bool is_name(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; }

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char next = text[i] == '\\' && i + 1 < text.size() ? text[i + 1] : '\0';
    if (next == 'n' || next == 'r') {
      out += next == 'n' ? '\n' : '\r';
      ++i;
    } else {
      out += text[i];
    }
  }
  return out;
}

// A value in quotes that starts `rest`; moves past its line. Nothing when the quote is not closed, or text follows it.
std::optional<std::string> quoted(std::string_view& rest) {
  const char quote = rest.front();
  std::size_t end = 1;
  while (end < rest.size() && rest[end] != quote) end += rest[end] == '\\' ? 2 : 1;
  if (end >= rest.size()) return std::nullopt;
  const std::string_view after = trimmed(rest.substr(end + 1, rest.find('\n', end) - end - 1));
  if (!after.empty() && after.front() != '#') return std::nullopt;
  const std::string_view inner = rest.substr(1, end - 1);
  rest.remove_prefix(std::min(rest.find('\n', end), rest.size()));
  return quote == '"' ? unescaped(inner) : std::string(inner);
}

std::string bare(std::string_view& rest) {
  const std::size_t end = std::min(rest.find('\n'), rest.size());
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end);
  return std::string(trimmed(line.substr(0, line.find('#'))));
}

// "NAME" of "export NAME"; empty when it is no name.
std::string_view name_of(std::string_view text) {
  text = trimmed(text);
  if (text.substr(0, 7) == "export ") text = trimmed(text.substr(7));
  const bool good = std::all_of(text.begin(), text.end(), [](char c) { return is_name(c) || c == '.' || c == '-'; });
  return good ? text : std::string_view();
}

// NAME= or NAME: with a space after it.
std::size_t end_of_name(std::string_view line) { return std::min(line.find('='), line.find(": ")); }

std::map<std::string, std::string> read_entries(std::string_view rest) {
  std::map<std::string, std::string> out;
  while (!rest.empty()) {
    const std::size_t line_end = std::min(rest.find('\n'), rest.size());
    const std::size_t mark = end_of_name(rest.substr(0, line_end));
    const std::string_view name = mark == std::string_view::npos ? std::string_view() : name_of(rest.substr(0, mark));
    if (name.empty()) {
      rest.remove_prefix(std::min(line_end + 1, rest.size()));
      continue;
    }
    rest.remove_prefix(mark + 1);
    while (!rest.empty() && (rest.front() == ' ' || rest.front() == '\t')) rest.remove_prefix(1);
    const bool opens = !rest.empty() && (rest.front() == '"' || rest.front() == '\'' || rest.front() == '`');
    auto value = opens ? quoted(rest) : std::nullopt;
    out[std::string(name)] = value ? *std::move(value) : bare(rest);
    if (!rest.empty()) rest.remove_prefix(1);
  }
  return out;
}

class expansion {
 public:
  expansion(const std::map<std::string, std::string>& entries, const std::map<std::string, std::string>& environment)
      : entries_(entries), environment_(environment) {}

  std::string of(std::string_view text, int depth) const {
    std::string out;
    while (!text.empty() && out.size() < max_value) {
      if (text.substr(0, 2) == "\\$") {
        out += '$';
        text.remove_prefix(2);
      } else if (text.front() == '$') {
        out += reference(text, depth);
      } else {
        out += text.front();
        text.remove_prefix(1);
      }
    }
    return out;
  }

 private:
  // Consumes the $NAME that starts `text`.
  std::string reference(std::string_view& text, int depth) const {
    const bool braces = text.substr(0, 2) == "${";
    std::size_t at = braces ? 2 : 1;
    const std::size_t begin = at;
    while (at < text.size() && is_name(text[at])) ++at;
    const std::string name(text.substr(begin, at - begin));
    std::string_view otherwise;
    if (braces) {
      const std::size_t end = text.find('}', at);
      if (end == std::string_view::npos || name.empty()) return literal(text);
      if (text.substr(at, 2) == ":-") otherwise = text.substr(at + 2, end - at - 2);
      at = end + 1;
    } else if (name.empty()) {
      return literal(text);
    }
    text.remove_prefix(at);
    const auto found = value_of(name, depth);
    return found && !found->empty() ? *found : std::string(otherwise);
  }

  static std::string literal(std::string_view& text) {
    text.remove_prefix(1);
    return "$";
  }

  std::optional<std::string> value_of(const std::string& name, int depth) const {
    if (const auto set = environment_.find(name); set != environment_.end()) return set->second;
    const auto known = entries_.find(name);
    if (known == entries_.end() || depth >= max_expansions || ++done_ > max_lookups) return std::nullopt;
    return of(known->second, depth + 1);
  }

  const std::map<std::string, std::string>& entries_;
  const std::map<std::string, std::string>& environment_;
  mutable std::size_t done_ = 0;
};

}  // namespace

std::map<std::string, std::string> read_dotenv(std::string_view text,
                                               const std::map<std::string, std::string>& environment) {
  const auto entries = read_entries(text);
  const expansion expand(entries, environment);
  std::map<std::string, std::string> out;
  for (const auto& [name, one] : entries) out[name] = expand.of(one, 0);
  return out;
}

}  // namespace lamina::config
