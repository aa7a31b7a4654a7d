#include "lamina/engine/registry.h"

#include <utility>

#include "lamina/base/error.h"

namespace lamina {

registry& registry::add(std::string_view name, factory make) {
  factories_.insert_or_assign(std::string(name), std::move(make));
  return *this;
}

bool registry::contains(std::string_view name) const { return factories_.find(name) != factories_.end(); }

std::vector<std::string> registry::names() const {
  std::vector<std::string> names;
  for (const auto& [name, make] : factories_) names.push_back(name);
  return names;
}

middleware registry::make(std::string_view name, const json::object& options) const {
  const auto found = factories_.find(name);
  if (found == factories_.end()) throw error("Unknown middleware '" + std::string(name) + "'");
  middleware made = found->second(options);
  return made.name().empty() ? std::move(made).named(std::string(name)) : made;
}

}  // namespace lamina
