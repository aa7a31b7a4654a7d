#include "lamina/tokens/duration.h"

#include <array>
#include <charconv>
#include <string>

namespace lamina::tokens {
namespace {

struct unit {
  double seconds;
  std::array<std::string_view, 5> names;
};
constexpr unit units[] = {
    {1, {"s", "sec", "secs", "second", "seconds"}}, {60, {"m", "min", "mins", "minute", "minutes"}},
    {3600, {"h", "hr", "hrs", "hour", "hours"}},    {86400, {"d", "day", "days", "d", "d"}},
    {604800, {"w", "week", "weeks", "w", "w"}},     {31557600, {"y", "yr", "yrs", "year", "years"}},
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// How much of the text is digits, or digits with a dot between them.
std::size_t number_length(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && is_digit(text[end])) ++end;
  if (end == 0 || end + 1 >= text.size() || text[end] != '.' || !is_digit(text[end + 1])) return end;
  ++end;
  while (end < text.size() && is_digit(text[end])) ++end;
  return end;
}

}  // namespace

std::optional<double> parse_duration(std::string_view phrase) {
  const std::size_t length = number_length(phrase);
  if (length == 0) return std::nullopt;
  double count = 0;
  if (std::from_chars(phrase.data(), phrase.data() + length, count).ec != std::errc()) return std::nullopt;
  phrase.remove_prefix(length);
  if (phrase.starts_with(' ')) phrase.remove_prefix(1);
  std::string name(phrase);
  for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  for (const unit& one : units)
    for (const std::string_view spelling : one.names)
      if (name == spelling) return count * one.seconds;
  return std::nullopt;
}

}  // namespace lamina::tokens
