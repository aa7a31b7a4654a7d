#include "lamina/engine/internal_store.h"

#include <algorithm>
#include <utility>

namespace lamina {

const internal_store::entry* internal_store::entry_of(std::string_view name) const noexcept {
  const auto found = std::ranges::find(entries_, name, &entry::name);
  return found == entries_.end() ? nullptr : &*found;
}

internal_store::entry& internal_store::make_entry(std::string_view name) {
  if (const entry* found = entry_of(name)) return const_cast<entry&>(*found);
  return entries_.emplace_back(entry{std::string(name), {}, {}});
}

void internal_store::set(std::string_view name, json::value value) {
  entry& place = make_entry(name);
  place.value = std::move(value);
  place.later.reset();
}

void internal_store::set(std::string_view name, std::shared_ptr<pending> value) {
  entry& place = make_entry(name);
  place.value = nullptr;
  place.later = std::move(value);
}

const json::value* internal_store::find(std::string_view name) const noexcept {
  const entry* found = entry_of(name);
  return found && !found->later ? &found->value : nullptr;
}

json::value* internal_store::find(std::string_view name) noexcept {
  return const_cast<json::value*>(std::as_const(*this).find(name));
}

bool internal_store::contains(std::string_view name) const noexcept { return entry_of(name) != nullptr; }

void internal_store::erase(std::string_view name) {
  std::erase_if(entries_, [&](const entry& candidate) { return candidate.name == name; });
}

json::object internal_store::snapshot() const {
  json::object all;
  for (const entry& entry : entries_)
    if (!entry.later) all.insert_or_assign(entry.name, entry.value);
  return all;
}

std::vector<std::string_view> internal_store::names() const {
  std::vector<std::string_view> names;
  for (const entry& entry : entries_) names.push_back(entry.name);
  return names;
}

task<result<std::optional<json::value>>> internal_store::get(std::string name, scheduler& loop) const {
  const entry* found = entry_of(name);
  if (found == nullptr) co_return std::optional<json::value>();
  if (!found->later) co_return std::optional<json::value>(found->value);
  const std::shared_ptr<pending> later = found->later;  // the store may change while we wait
  result<json::value> value = co_await later->get(loop);
  if (!value) co_return std::move(value).error();
  co_return std::optional<json::value>(std::move(*value));
}

}  // namespace lamina
