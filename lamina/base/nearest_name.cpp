#include "lamina/base/nearest_name.h"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

namespace lamina {
namespace {

// Insertions, removals and exchanges that turn one into the other.
std::size_t distance(std::string_view left, std::string_view right) {
  std::vector<std::size_t> row(right.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < left.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < right.size(); ++j) {
      const std::size_t change = diagonal + (left[i] == right[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({change, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string_view nearest_name(std::string_view given, std::span<const std::string_view> known) {
  if (given.size() < 3 || given.size() > 60) return {};
  std::string_view best;
  std::size_t least = given.size() < 5 ? 2 : 3;  // below this
  for (const std::string_view one : known) {
    const std::size_t far = distance(given, one);
    if (far < least) best = one, least = far;
  }
  if (!best.empty()) return best;
  for (const std::string_view one : known)  // memory: memorySize
    if (given.size() >= 4 && one.size() > given.size() && one.substr(0, given.size()) == given) return one;
  return {};
}

}  // namespace lamina
