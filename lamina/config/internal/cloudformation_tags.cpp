#include "lamina/config/internal/cloudformation_tags.h"

#include <algorithm>
#include <string>

namespace lamina::config {
namespace {

constexpr std::string_view names[] = {"And",    "Base64", "Cidr",   "Condition",   "Equals", "FindInMap",
                                      "GetAtt", "GetAZs", "If",     "ImportValue", "Join",   "Not",
                                      "Or",     "Ref",    "Select", "Split",       "Sub"};

json::value attribute(const json::value& value) {
  const json::string* text = value.if_string();
  if (text == nullptr) return value;
  const std::string_view whole(*text);
  const std::size_t dot = whole.find('.');
  const std::string_view rest = dot == std::string_view::npos ? std::string_view() : whole.substr(dot + 1);
  return json::array{json::string(whole.substr(0, dot)), json::string(rest)};
}

}  // namespace

std::optional<json::value> cloudformation_function(std::string_view tag, const json::value& value) {
  if (tag.empty() || tag.front() != '!') return std::nullopt;
  const std::string_view name = tag.substr(1);
  if (std::find(std::begin(names), std::end(names), name) == std::end(names)) return std::nullopt;
  const bool is_plain = name == "Ref" || name == "Condition";
  json::object out;
  out[(is_plain ? "" : "Fn::") + std::string(name)] = name == "GetAtt" ? attribute(value) : value;
  return out;
}

}  // namespace lamina::config
