#include "lamina/runtime/internal/handler_set.h"

#include <algorithm>

namespace lamina::runtime {
namespace {

const engine* named(const std::vector<named_engine>& handlers, std::string_view name) {
  const auto found = std::ranges::find(handlers, name, &named_engine::name);
  return found == handlers.end() ? nullptr : &found->run;
}

}  // namespace

std::string names_of(const std::vector<named_engine>& handlers) {
  std::string names;
  for (const named_engine& one : handlers) names.append(names.empty() ? "\"" : ", \"").append(one.name).append("\"");
  return names;
}

result<const engine*> find_handler(const std::vector<named_engine>& handlers, std::string_view wanted) {
  if (const engine* whole = named(handlers, wanted)) return whole;
  if (const std::size_t dot = wanted.rfind('.'); dot != wanted.npos)
    if (const engine* part = named(handlers, wanted.substr(dot + 1))) return part;
  if (handlers.size() == 1 && handlers.front().name.empty()) return &handlers.front().run;
  return error("no handler \"" + std::string(wanted) + "\" in this program; it has " + names_of(handlers));
}

}  // namespace lamina::runtime
