#include "lamina/engine/context.h"

#include <algorithm>

namespace lamina {

std::optional<std::chrono::milliseconds> context::remaining_time() const {
  if (!deadline) return std::nullopt;
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(*deadline - loop_->now());
  return std::max(left, std::chrono::milliseconds(0));
}

void context::keep(std::type_index type, std::shared_ptr<void> object) {
  for (auto& [present, kept] : attached_)
    if (present == type) {
      kept = std::move(object);
      return;
    }
  attached_.emplace_back(type, std::move(object));
}

void* context::find(std::type_index type) const {
  for (const auto& [present, kept] : attached_)
    if (present == type) return kept.get();
  return nullptr;
}

std::string_view context::text(std::string_view key) const {
  const json::value* member = document.if_contains(key);
  const json::string* found = member ? member->if_string() : nullptr;
  return found ? std::string_view(*found) : std::string_view{};
}

}  // namespace lamina
