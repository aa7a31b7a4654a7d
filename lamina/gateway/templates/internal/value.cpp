#include "lamina/gateway/templates/internal/value.h"

#include <algorithm>
#include <cstring>
#include <new>

#include "lamina/gateway/integration/event_text.h"
#include "lamina/gateway/templates/internal/java_text.h"

namespace lamina::gateway::templates {
namespace {

constexpr std::size_t few = 32, deepest = 64;

}  // namespace

value* map_value::find(std::string_view key) {
  if (entries.size() <= few) {
    const auto found = std::ranges::find(entries, key, &entry::key);
    return found == entries.end() ? nullptr : &found->held;
  }
  if (places_.empty())
    for (std::size_t i = 0; i < entries.size(); ++i) places_.emplace(entries[i].key, i);
  const auto found = places_.find(key);
  return found == places_.end() ? nullptr : &entries[found->second].held;
}

void map_value::set(std::string_view key, value held) {
  if (value* known = find(key)) {
    *known = held;
    return;
  }
  if (!places_.empty()) places_.emplace(key, entries.size());
  entries.push_back({key, held});
}

void map_value::erase(std::string_view key) {
  std::erase_if(entries, [&](const entry& one) { return one.key == key; });
  places_.clear();
}

void map_value::clear() {
  entries.clear();
  places_.clear();
}

std::string_view arena::keep(std::string_view text) {
  if (text.size() > bytes_) {
    is_exhausted_ = true;
    return {};
  }
  bytes_ -= text.size();
  if (text.empty()) return "";
  auto* const copy = static_cast<char*>(memory_.allocate(text.size(), 1));
  std::memcpy(copy, text.data(), text.size());
  return {copy, text.size()};
}

// Both are never destroyed: all they own is in memory_.
list_value* arena::new_list() {
  spend(1);
  return new (memory_.allocate(sizeof(list_value), alignof(list_value)))
      list_value{std::pmr::vector<value>(&memory_), false};
}

map_value* arena::new_map() {
  spend(1);
  return new (memory_.allocate(sizeof(map_value), alignof(map_value))) map_value(&memory_);
}

bool arena::spend(std::size_t steps) noexcept {
  if (steps > steps_) {
    steps_ = 0;
    is_exhausted_ = true;
    return false;
  }
  steps_ -= steps;
  return true;
}

double number_of(const value& one) noexcept {
  if (const auto* whole = as<std::int64_t>(one)) return static_cast<double>(*whole);
  const auto* number = as<double>(one);
  return number == nullptr ? 0 : *number;
}

bool is_true(const value& one) noexcept {
  const bool* said = as<bool>(one);
  return said != nullptr ? *said : !is_null(one);
}

namespace {

void append_text_at(std::string& out, const value& one, arena& memory, std::size_t depth);
void append_json_at(std::string& out, const value& one, arena& memory, std::size_t depth);

void append_java(std::string& out, const list_value& list, arena& memory, std::size_t depth) {
  out += '[';
  for (std::size_t i = 0; i < list.items.size(); ++i) {
    if (i != 0) out += ", ";
    if (is_null(list.items[i])) out += "null";
    append_text_at(out, list.items[i], memory, depth + 1);
  }
  out += ']';
}

void append_java(std::string& out, const map_value& map, arena& memory, std::size_t depth) {
  if (!map.is_entry) out += '{';
  for (std::size_t i = 0; i < map.entries.size(); ++i) {
    if (map.is_entry) {
      append_text_at(out, map.entries[i].held, memory, depth + 1);
      if (i == 0) out += '=';
      continue;
    }
    if (i != 0) out += ", ";
    out.append(map.entries[i].key).append("=");
    if (is_null(map.entries[i].held)) out += "null";
    append_text_at(out, map.entries[i].held, memory, depth + 1);
  }
  if (!map.is_entry) out += '}';
}

// A text doubles with each level that a list is put into itself: the arena's limit holds for the text as well.
bool may_go_on(const std::string& out, arena& memory, std::size_t depth) {
  constexpr std::size_t largest = 16 * 1024 * 1024;
  return depth <= deepest && out.size() <= largest && memory.spend(1);
}

void append_text_at(std::string& out, const value& one, arena& memory, std::size_t depth) {
  if (!may_go_on(out, memory, depth)) return;
  if (const auto* text = as<std::string_view>(one)) {
    out += *text;
  } else if (const auto* whole = as<std::int64_t>(one)) {
    append_number(out, *whole);
  } else if (const auto* number = as<double>(one)) {
    append_java_double(out, *number);
  } else if (const auto* said = as<bool>(one)) {
    out += *said ? "true" : "false";
  } else if (auto* const* list = as<list_value*>(one)) {
    (*list)->is_json ? append_json_at(out, one, memory, depth) : append_java(out, **list, memory, depth);
  } else if (auto* const* map = as<map_value*>(one)) {
    (*map)->is_json ? append_json_at(out, one, memory, depth) : append_java(out, **map, memory, depth);
  }
}

void append_json(std::string& out, const list_value& list, arena& memory, std::size_t depth) {
  out += '[';
  for (std::size_t i = 0; i < list.items.size(); ++i) {
    if (i != 0) out += ',';
    append_json_at(out, list.items[i], memory, depth + 1);
  }
  out += ']';
}

void append_json(std::string& out, const map_value& map, arena& memory, std::size_t depth) {
  out += '{';
  for (std::size_t i = 0; i < map.entries.size(); ++i) {
    if (i != 0) out += ',';
    quote_text_to(out, map.entries[i].key);
    out += ':';
    append_json_at(out, map.entries[i].held, memory, depth + 1);
  }
  out += '}';
}

void append_json_at(std::string& out, const value& one, arena& memory, std::size_t depth) {
  const bool goes_on = may_go_on(out, memory, depth);
  if (const auto* text = as<std::string_view>(one); text != nullptr && goes_on)
    quote_text_to(out, *text);
  else if (auto* const* list = as<list_value*>(one); list != nullptr && goes_on)
    append_json(out, **list, memory, depth);
  else if (auto* const* map = as<map_value*>(one); map != nullptr && goes_on)
    append_json(out, **map, memory, depth);
  else if (is_number(one) || as<bool>(one))
    append_text_at(out, one, memory, depth);
  else
    out += "null";
}

}  // namespace

void append_text(std::string& out, const value& one, arena& memory) { append_text_at(out, one, memory, 0); }
void append_json(std::string& out, const value& one, arena& memory) { append_json_at(out, one, memory, 0); }

bool is_equal(const value& left, const value& right, arena& memory) {
  if (is_null(left) && is_null(right)) return true;
  if (is_null(left) || is_null(right)) {
    const value& null = is_null(left) ? left : right;
    const auto* text = as<std::string_view>(is_null(left) ? right : left);
    return as<absent>(null) != nullptr && text != nullptr && text->empty();
  }
  if (is_number(left) && is_number(right)) {
    const auto *a = as<std::int64_t>(left), *b = as<std::int64_t>(right);
    return a != nullptr && b != nullptr ? *a == *b : number_of(left) == number_of(right);
  }
  const auto *a = as<std::string_view>(left), *b = as<std::string_view>(right);
  if (a != nullptr && b != nullptr) return memory.spend(1 + a->size() / 64) && *a == *b;
  std::string first, second;
  append_text(first, left, memory);
  append_text(second, right, memory);
  return first == second;
}

}  // namespace lamina::gateway::templates
