#include "lamina/config/internal/environment_values.h"

namespace lamina::config {
namespace {

constexpr std::string_view left_out = "this variable is left out of the environment";

void add(std::map<std::string, json::value>& out, const std::string& name, const node& value) {
  if (value.is_list()) return value.expected("text");
  if (value.is_map()) {
    if (auto function = value.whole_value(left_out)) out[name] = *std::move(function);
  } else if (auto text = value.text(left_out)) {
    out[name] = json::string(*text);
  } else if (!value.is_unresolved()) {
    out[name] = nullptr;
  }
}

}  // namespace

std::map<std::string, json::value> environment_values(const node& map) {
  std::map<std::string, json::value> out;
  if (map.is_unresolved()) map.warn("cannot be resolved (" + map.why() + "); no variable is taken from it");
  if (!map.is_given()) return out;
  if (!map.is_map()) {
    map.expected("a map");
    return out;
  }
  for (const auto& [name, value] : map.members()) add(out, name, value);
  return out;
}

}  // namespace lamina::config
