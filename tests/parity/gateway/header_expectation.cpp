#include "tests/parity/gateway/header_expectation.h"

#include <algorithm>
#include <set>

#include "lamina/http/message.h"
#include "tests/parity/gateway/matcher.h"

namespace parity {
namespace {

namespace json = lamina::json;

std::string trim(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return std::string(text);
}

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

std::vector<std::string> split_values(const std::vector<std::string>& lines) {
  std::vector<std::string> values;
  for (std::string_view line : lines) {
    while (!line.empty()) {
      const std::size_t comma = std::min(line.find(','), line.size());
      values.push_back(trim(line.substr(0, comma)));
      line.remove_prefix(std::min(comma + 1, line.size()));
    }
  }
  return values;
}

std::vector<std::string> texts(const json::value& list) {
  std::vector<std::string> out;
  for (const json::value& text : list.as_array()) out.emplace_back(text.as_string());
  return out;
}

bool holds_for_sets(const json::value& expected, std::vector<std::string> wanted, std::vector<std::string> got,
                    bool partly) {
  if (json::find(expected, "$ignoreCase") != nullptr) {
    std::ranges::transform(wanted, wanted.begin(), lower);
    std::ranges::transform(got, got.begin(), lower);
  }
  const std::set<std::string> all(wanted.begin(), wanted.end()), there(got.begin(), got.end());
  return partly ? std::ranges::includes(there, all) : all == there;
}

bool holds(const json::value& expected, const std::vector<std::string>& lines, const std::string& joined) {
  const auto name = matcher_name(expected);
  if (name == "$list") return split_values(lines) == texts(expected.at(name));
  if (name == "$lines") return lines == texts(expected.at(name));
  if (name == "$set" || name == "$superset")
    return holds_for_sets(expected, texts(expected.at(name)), split_values(lines), name == "$superset");
  const json::value value(joined);
  if (expected.is_string()) return !lines.empty() && trim(joined) == trim(expected.get_string());
  return first_difference(expected, lines.empty() ? nullptr : &value, "").empty();
}

}  // namespace

std::string header_difference(std::string_view name, const json::value& expected, const header_lines& headers) {
  std::vector<std::string> lines;
  std::string joined;
  for (const auto& [key, value] : headers) {
    if (!lamina::http::equal_ignoring_case(key, name)) continue;
    joined += lines.empty() ? value : ", " + value;
    lines.push_back(value);
  }
  if (holds(expected, lines, joined)) return {};
  return "header " + std::string(name) + ": expected " + json::serialize(expected) + ", got " +
         (lines.empty() ? "nothing" : "\"" + joined + "\"");
}

}  // namespace parity
