#include "lamina/gateway/templates/internal/json_path.h"

#include <algorithm>

namespace lamina::gateway::templates {
namespace {

list_value* list_of(const value& from) {
  auto* const* list = as<list_value*>(from);
  return list == nullptr ? nullptr : *list;
}

map_value* map_of(const value& from) {
  auto* const* map = as<map_value*>(from);
  return map == nullptr ? nullptr : *map;
}

const value* at_index(list_value& list, std::int64_t index) {
  const auto size = static_cast<std::int64_t>(list.items.size());
  if (index < 0) index += size;
  return index < 0 || index >= size ? nullptr : &list.items[static_cast<std::size_t>(index)];
}

}  // namespace

bool json_path::is_definite() const noexcept {
  return std::ranges::all_of(steps_, [](const step& one) {
    if (one.is_deep) return false;
    return (one.what == kind::names && one.names.size() == 1) ||
           (one.what == kind::indices && one.indices.size() == 1) || one.what >= kind::size;
  });
}

// One run of a path over a document: from a level's nodes to the next level's.
class json_path::walk {
 public:
  walk(const value& root, arena& memory) : root_(root), memory_(memory) {}

  std::vector<value> follow(const std::vector<step>& steps) {
    std::vector<value> now = {root_};
    for (const step& one : steps) {
      std::vector<value> then;
      if (one.what >= kind::size && !one.is_deep) {
        const std::vector<value> made = {computed(one.what, now)};
        now = made;
        continue;
      }
      for (const value& from : now) one.is_deep ? descend(one, from, then, 0) : apply(one, from, then);
      now = std::move(then);
    }
    return now;
  }

 private:
  void descend(const step& how, const value& from, std::vector<value>& to, std::size_t depth) {
    constexpr std::size_t deepest = 600;  // than JSON texts are
    if (depth > deepest || !memory_.spend(1)) return;
    apply(how, from, to);
    if (list_value* list = list_of(from))
      for (const value& item : list->items) descend(how, item, to, depth + 1);
    if (map_value* map = map_of(from))
      for (const auto& entry : map->entries) descend(how, entry.held, to, depth + 1);
  }

  void apply(const step& how, const value& from, std::vector<value>& to) {
    if (!memory_.spend(1)) return;
    switch (how.what) {
      case kind::names: return take_names(how, from, to);
      case kind::indices: return take_indices(how, from, to);
      case kind::slice: return take_slice(how, from, to);
      default: return take_all(how, from, to);
    }
  }

  static void take_names(const step& how, const value& from, std::vector<value>& to) {
    map_value* const map = map_of(from);
    if (map == nullptr) return;
    for (const std::string& name : how.names)
      if (const value* found = map->find(name)) to.push_back(*found);
  }

  static void take_indices(const step& how, const value& from, std::vector<value>& to) {
    list_value* const list = list_of(from);
    if (list == nullptr) return;
    for (const std::int64_t index : how.indices)
      if (const value* found = at_index(*list, index)) to.push_back(*found);
  }

  void take_slice(const step& how, const value& from, std::vector<value>& to) {
    list_value* const list = list_of(from);
    if (list == nullptr) return;
    const auto size = static_cast<std::int64_t>(list->items.size());
    const auto place = [&](std::int64_t index) {
      return std::clamp<std::int64_t>(index < 0 ? index + size : index, 0, size);
    };
    const std::int64_t end = place(how.end.value_or(size));
    for (std::int64_t i = place(how.begin.value_or(0)); i < end && memory_.spend(1); ++i)
      to.push_back(list->items[static_cast<std::size_t>(i)]);
  }

  void take_all(const step& how, const value& from, std::vector<value>& to) {
    const auto take = [&](const value& one) {
      if (memory_.spend(1) && (how.what == kind::all || passes(how, one))) to.push_back(one);
    };
    if (list_value* list = list_of(from))
      for (const value& item : list->items) take(item);
    else if (map_value* map = map_of(from); map != nullptr && how.what == kind::all)
      for (const auto& entry : map->entries) take(entry.held);
    else if (map != nullptr)
      take(from);
  }

  bool passes(const step& how, const value& item) {
    return std::ranges::any_of(how.any_of, [&](const std::vector<condition>& all) {
      return std::ranges::all_of(all, [&](const condition& one) { return holds(one, item) != one.is_negated; });
    });
  }

  value read(const operand& from, const value& item) const {
    if (!from.is_path) {
      if (const auto* said = std::get_if<bool>(&from.constant)) return *said;
      if (const auto* number = std::get_if<double>(&from.constant)) return *number;
      if (const auto* text = std::get_if<std::string>(&from.constant)) return std::string_view(*text);
      return absent{};
    }
    value now = from.from_root ? root_ : item;
    for (const std::string& name : from.path) {
      map_value* const map = map_of(now);
      const value* const found = map == nullptr ? nullptr : map->find(name);
      if (found == nullptr) return unset{};
      now = *found;
    }
    return now;
  }

  bool holds(const condition& one, const value& item) const {
    const value left = read(one.left, item);
    if (one.how == comparison::exists) return as<unset>(left) == nullptr;
    const value right = read(one.right, item);
    if (one.how == comparison::equal) return same(left, right);
    if (one.how == comparison::unequal) return !same(left, right);
    int order = 0;
    const auto *a = as<std::string_view>(left), *b = as<std::string_view>(right);
    if (a != nullptr && b != nullptr)
      order = a->compare(*b);
    else if (is_number(left) && is_number(right))
      order = number_of(left) < number_of(right) ? -1 : number_of(left) > number_of(right);
    else
      return false;
    return one.how == comparison::less      ? order < 0
           : one.how == comparison::at_most ? order <= 0
           : one.how == comparison::greater ? order > 0
                                            : order >= 0;
  }

  // A text is never a number here.
  bool same(const value& left, const value& right) const {
    if (is_null(left) || is_null(right)) return left.index() == right.index();
    if (is_number(left) != is_number(right)) return false;
    return (is_number(left) || left.index() == right.index()) && is_equal(left, right, memory_);
  }

  static value computed(kind what, const std::vector<value>& from) {
    if (from.size() != 1) return absent{};
    list_value* const list = list_of(from[0]);
    if (what == kind::size) {
      if (list != nullptr) return static_cast<std::int64_t>(list->items.size());
      if (map_value* map = map_of(from[0])) return static_cast<std::int64_t>(map->entries.size());
      const auto* text = as<std::string_view>(from[0]);
      return text == nullptr ? value(absent{}) : value(static_cast<std::int64_t>(text->size()));
    }
    std::vector<double> numbers;
    if (list != nullptr)
      for (const value& item : list->items)
        if (is_number(item)) numbers.push_back(number_of(item));
    if (numbers.empty()) return absent{};
    if (what == kind::min) return *std::ranges::min_element(numbers);
    if (what == kind::max) return *std::ranges::max_element(numbers);
    double sum = 0;
    for (const double number : numbers) sum += number;
    return what == kind::sum ? sum : sum / static_cast<double>(numbers.size());
  }

  const value& root_;
  arena& memory_;
};

value json_path::find(const value& root, arena& memory) const {
  const std::vector<value> found = walk(root, memory).follow(steps_);
  if (is_definite()) return found.empty() ? value() : found.front();
  list_value* const all = memory.new_list();
  all->is_json = true;
  all->items.assign(found.begin(), found.end());
  return all;
}

}  // namespace lamina::gateway::templates
