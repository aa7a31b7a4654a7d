#include "lamina/json/schema/internal/transform.h"

#include <string_view>

namespace lamina::json::schemas {
namespace {

constexpr std::string_view spaces = " \t\n\v\f\r";

void trim_start(json::string& text) {
  const auto first = std::string_view(text).find_first_not_of(spaces);
  text.erase(0, first == std::string_view::npos ? text.size() : first);
}

void trim_end(json::string& text) {
  const auto last = std::string_view(text).find_last_not_of(spaces);
  text.resize(last == std::string_view::npos ? 0 : last + 1);
}

void change_case(json::string& text, char from, char to) {
  for (char& c : text)
    if (c >= from && c <= from + 25) c = static_cast<char>(c - from + to);
}

}  // namespace

void transform_text(json::string& text, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    if (name == "trim" || name == "trimStart" || name == "trimLeft") trim_start(text);
    if (name == "trim" || name == "trimEnd" || name == "trimRight") trim_end(text);
    if (name == "toLowerCase") change_case(text, 'A', 'a');
    if (name == "toUpperCase") change_case(text, 'a', 'A');
  }
}

}  // namespace lamina::json::schemas
