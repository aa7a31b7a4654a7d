#include "lamina/middlewares/validator/languages.h"

#include <array>
#include <charconv>
#include <cmath>

namespace lamina::internal {
namespace {

std::string_view find_text(const language& words, std::string_view keyword) {
  for (const message_template& each : words.messages)
    if (each.keyword == keyword) return each.text;
  return {};
}

bool is_limit(std::string_view keyword) {
  return keyword == "maximum" || keyword == "minimum" || keyword == "exclusiveMaximum" ||
         keyword == "exclusiveMinimum" || keyword.starts_with("formatM") || keyword.starts_with("formatE");
}

std::string_view text_for(const language& words, const json::schema_issue& issue) {
  std::string_view keyword = issue.keyword;
  if (keyword == "false schema") keyword = "falseSchema";
  if (keyword == "additionalItems") keyword = "items";
  if (keyword == "dependentRequired") keyword = "dependencies";
  if (is_limit(keyword)) keyword = "comparison";
  if (const json::value* named = issue.params.if_contains("type"); keyword == "type" && named && named->is_string()) {
    const auto special = find_text(words, "type:" + std::string(named->get_string()));
    if (!special.empty()) return special;
  }
  const auto found = find_text(words, keyword);
  return found.empty() ? find_text(words, "other") : found;
}

// As Intl.NumberFormat: groups of three, at most three digits of fraction.
void number_to(std::string& out, const language& words, double number) {
  std::array<char, 400> text{};
  const auto end =
      std::to_chars(text.data(), text.data() + text.size(), std::fabs(number), std::chars_format::fixed, 3);
  const std::string_view all(text.data(), static_cast<std::size_t>(end.ptr - text.data()));
  const auto dot = all.find('.');
  const std::string_view whole = all.substr(0, dot);
  std::string_view fraction = dot == all.npos ? std::string_view() : all.substr(dot + 1);
  while (!fraction.empty() && fraction.back() == '0') fraction.remove_suffix(1);
  if (number < 0) out += '-';
  const bool grouped = whole.size() >= 3 + static_cast<std::size_t>(words.least_group);
  for (std::size_t i = 0; i < whole.size(); ++i) {
    if (grouped && i > 0 && (whole.size() - i) % 3 == 0) out += words.group;
    out += whole[i];
  }
  if (!fraction.empty()) out.append(words.decimal).append(fraction);
}

void value_to(std::string& out, const language& words, const json::value& parameter, bool raw) {
  if (parameter.is_string()) {
    out += std::string_view(parameter.get_string());
  } else if (const json::array* items = parameter.if_array()) {
    bool first = true;
    for (const json::value& item : *items) {
      if (!std::exchange(first, false)) out += ',';
      value_to(out, words, item, raw);
    }
  } else if (parameter.is_number() && !raw) {
    number_to(out, words, parameter.to_number<double>());
  } else {
    json::serialize_to(out, parameter);
  }
}

bool is_singular(const language& words, const json::value* parameter) {
  if (parameter == nullptr || !parameter->is_number()) return false;
  const double number = parameter->to_number<double>();
  return words.several == plural::from_two ? number >= 0 && number < 2
                                           : words.several == plural::except_one && number == 1;
}

// What stands between the braces.
void hole_to(std::string& out, const language& words, std::string_view hole, const json::schema_issue& issue) {
  const bool raw = hole.substr(0, 1) == "=";
  if (raw) hole.remove_prefix(1);
  const auto mark = hole.find('?');
  const std::string_view name = hole.substr(0, mark);
  if (name == "keyword") {
    out += issue.keyword;
    return;
  }
  const json::value* parameter = issue.params.if_contains(name);
  if (mark != hole.npos) {
    const std::string_view forms = hole.substr(mark + 1);
    const auto bar = forms.find('|');
    out += is_singular(words, parameter) ? forms.substr(0, bar) : forms.substr(bar + 1);
  } else if (parameter != nullptr) {
    value_to(out, words, *parameter, raw);
  }
}

}  // namespace

std::string localized(const language& words, const json::schema_issue& issue) {
  if (issue.keyword == "errorMessage") return issue.message;
  std::string_view text = text_for(words, issue);
  std::string out;
  while (true) {
    const auto open = text.find('{');
    const auto close = open == text.npos ? text.npos : text.find('}', open);
    if (close == text.npos) return out.append(text);
    out += text.substr(0, open);
    hole_to(out, words, text.substr(open + 1, close - open - 1), issue);
    text.remove_prefix(close + 1);
  }
}

}  // namespace lamina::internal
