#include "lamina/json/schema/internal/unique.h"

#include <algorithm>
#include <numeric>
#include <string_view>

#include "lamina/json/schema/internal/numbers.h"

namespace lamina::json::schemas {
namespace {

using pair_of_positions = std::optional<std::pair<std::size_t, std::size_t>>;

constexpr std::size_t few = 16;  // lists up to here are compared item by item, which allocates nothing

int rank_of(const value& document) { return document.is_number() ? -1 : static_cast<int>(document.kind()); }

int sign(int order) { return order < 0 ? -1 : order > 0 ? 1 : 0; }

std::vector<const object::value_type*> sorted_members(const object& members) {
  std::vector<const object::value_type*> sorted;
  sorted.reserve(members.size());
  for (const auto& member : members) sorted.push_back(&member);
  std::sort(sorted.begin(), sorted.end(),
            [](const auto* left, const auto* right) { return left->key() < right->key(); });
  return sorted;
}

int compare_objects(const object& left, const object& right) {
  if (left.size() != right.size()) return left.size() < right.size() ? -1 : 1;
  const auto first = sorted_members(left);
  const auto second = sorted_members(right);
  for (std::size_t i = 0; i < first.size(); ++i) {
    if (const int order = sign(std::string_view(first[i]->key()).compare(second[i]->key())); order != 0) return order;
    if (const int order = compare(first[i]->value(), second[i]->value()); order != 0) return order;
  }
  return 0;
}

int compare_arrays(const array& left, const array& right) {
  if (left.size() != right.size()) return left.size() < right.size() ? -1 : 1;
  for (std::size_t i = 0; i < left.size(); ++i)
    if (const int order = compare(left[i], right[i]); order != 0) return order;
  return 0;
}

int compare_doubles(const value& left, const value& right) {
  const auto first = left.to_number<double>(), second = right.to_number<double>();
  return first < second ? -1 : first > second ? 1 : 0;
}

pair_of_positions among_few(const array& items, bool from_the_end) {
  for (std::size_t i = items.size(); i-- > 0;) {
    if (from_the_end) {
      for (std::size_t j = i + 1; j < items.size(); ++j)
        if (equal(items[i], items[j])) return {{i, j}};
    } else {
      for (std::size_t j = i; j-- > 0;)
        if (equal(items[i], items[j])) return {{i, j}};
    }
  }
  return std::nullopt;
}

}  // namespace

int compare(const value& left, const value& right) {
  if (rank_of(left) != rank_of(right)) return rank_of(left) < rank_of(right) ? -1 : 1;
  if (left.is_number()) return compare_doubles(left, right);
  switch (left.kind()) {
    case kind::object: return compare_objects(left.get_object(), right.get_object());
    case kind::array: return compare_arrays(left.get_array(), right.get_array());
    case kind::string: return sign(std::string_view(left.get_string()).compare(right.get_string()));
    case kind::bool_: return int{left.get_bool()} - int{right.get_bool()};
    default: return 0;
  }
}

pair_of_positions find_duplicate(const array& items, bool from_the_end) {
  if (items.size() <= few) return among_few(items, from_the_end);
  std::vector<std::size_t> order(items.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) {
    const int by_value = compare(items[left], items[right]);
    return by_value != 0 ? by_value < 0 : left < right;
  });
  pair_of_positions found;
  for (std::size_t at = 1; at < order.size(); ++at) {
    const std::size_t earlier = order[at - 1], later = order[at];
    if (compare(items[earlier], items[later]) != 0) continue;
    const auto [i, j] = from_the_end ? std::pair(earlier, later) : std::pair(later, earlier);
    if (!found || i > found->first) found.emplace(i, j);
  }
  return found;
}

}  // namespace lamina::json::schemas
