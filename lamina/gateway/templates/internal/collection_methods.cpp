#include <algorithm>

#include "lamina/gateway/templates/internal/evaluator.h"

namespace lamina::gateway::templates {
namespace {

// A place in a list of that size, its end included; nothing: there is no such place.
std::optional<std::size_t> place_in(const value& given, std::size_t size) {
  const auto* at = as<std::int64_t>(given);
  if (at == nullptr || *at < 0 || *at > static_cast<std::int64_t>(size)) return std::nullopt;
  return static_cast<std::size_t>(*at);
}

}  // namespace

value evaluator::invoke_list(list_value& on, method what, std::span<const value> with) {
  auto& items = on.items;
  const auto place_of = [&](const value& searched) {
    const auto found = std::ranges::find_if(items, [&](const value& one) { return is_equal(one, searched, memory_); });
    return found == items.end() ? std::int64_t{-1} : static_cast<std::int64_t>(found - items.begin());
  };
  if (with.empty()) {
    if (what == method::size) return static_cast<std::int64_t>(items.size());
    if (what == method::length) return static_cast<std::int64_t>(items.size());
    if (what == method::is_empty) return items.empty();
    if (what == method::clear) return items.clear(), value(absent{});
    return invoke_any(&on, what, with);
  }
  if (what == method::get) return index_into(&on, with[0]);
  if (what == method::index_of) return place_of(with[0]);
  if (what == method::contains) return place_of(with[0]) >= 0;
  if (what == method::equals) return invoke_any(&on, what, with);
  if (what != method::sub_list) return change_list(on, what, with);
  const auto begin = place_in(with[0], items.size()), end = with.size() == 2 ? place_in(with[1], items.size()) : begin;
  if (with.size() != 2 || !begin || !end || *begin > *end) return fail("subList(): no such places in the list");
  list_value* const made = memory_.new_list();
  made->items.assign(items.begin() + static_cast<std::ptrdiff_t>(*begin),
                     items.begin() + static_cast<std::ptrdiff_t>(*end));
  return memory_.spend(made->items.size()) ? value(made) : value(absent{});
}

value evaluator::change_list(list_value& on, method what, std::span<const value> with) {
  auto& items = on.items;
  if (!memory_.spend(1 + items.size() / 64)) return absent{};
  if (what == method::add && with.size() == 1) return items.push_back(with[0]), true;
  if (what == method::add_all) {
    const std::vector<value> more = items_of(with[0]);
    if (!memory_.spend(more.size())) return absent{};
    items.insert(items.end(), more.begin(), more.end());
    return !more.empty();
  }
  const auto at = place_in(with[0], items.size());
  const bool needs_item = what == method::set || what == method::remove;
  if (what == method::remove && as<std::int64_t>(with[0]) == nullptr) {
    const auto found = std::ranges::find_if(items, [&](const value& one) { return is_equal(one, with[0], memory_); });
    if (found == items.end()) return false;
    return items.erase(found), true;
  }
  if (what != method::add && !needs_item) return absent{};
  if (!at || (needs_item && *at == items.size())) return fail("there is no such place in the list");
  const auto place = items.begin() + static_cast<std::ptrdiff_t>(*at);
  if (what == method::add) return items.insert(place, with[1]), value(absent{});
  const value before = *place;
  if (what == method::remove)
    items.erase(place);
  else if (with.size() == 2)
    *place = with[1];
  return before;
}

value evaluator::invoke_map(map_value& on, method what, std::span<const value> with) {
  if (with.empty()) return describe_map(on, what);
  if (!memory_.spend(1)) return absent{};
  if (what == method::contains_value)
    return std::ranges::any_of(on.entries, [&](const auto& one) { return is_equal(one.held, with[0], memory_); });
  if (what == method::put_all) {
    auto* const* from = as<map_value*>(with[0]);
    if (from == nullptr || *from == &on) return absent{};
    if (memory_.spend((*from)->entries.size()))
      for (const auto& entry : (*from)->entries) on.set(entry.key, entry.held);
    return absent{};
  }
  if (what == method::equals) return invoke_any(&on, what, with);
  const std::string_view key = text_of(with[0]);
  const value* const known = on.find(key);
  const value before = known == nullptr ? value(absent{}) : *known;
  switch (what) {
    case method::get: return before;
    case method::contains_key: return known != nullptr;
    case method::get_or_default: return known == nullptr && with.size() == 2 ? with[1] : before;
    case method::put:
    case method::put_if_absent:
      if (with.size() == 2 && (what == method::put || known == nullptr)) put_in(on, key, with[1]);
      return before;
    case method::remove:
      if (memory_.spend(on.entries.size() / 16)) on.erase(key);
      return before;
    default: return absent{};
  }
}

value evaluator::describe_map(map_value& on, method what) {
  switch (what) {
    case method::size: return static_cast<std::int64_t>(on.entries.size());
    case method::is_empty: return on.entries.empty();
    case method::clear: return on.clear(), value(absent{});
    case method::get_key: return on.is_entry ? on.entries[0].held : value(absent{});
    case method::get_value: return on.is_entry ? on.entries[1].held : value(absent{});
    case method::key_set:
    case method::values:
    case method::entry_set: break;
    default: return invoke_any(&on, what, {});
  }
  list_value* const made = memory_.new_list();
  for (const auto& entry : on.entries) {
    if (!memory_.spend(1)) break;
    if (what == method::key_set) made->items.emplace_back(entry.key);
    if (what == method::values) made->items.push_back(entry.held);
    if (what != method::entry_set) continue;
    map_value* const one = memory_.new_map();
    one->is_entry = true;
    one->set("key", entry.key);
    one->set("value", entry.held);
    made->items.emplace_back(one);
  }
  return made;
}

}  // namespace lamina::gateway::templates
