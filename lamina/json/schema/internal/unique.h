#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lamina/json/json.h"

namespace lamina::json::schemas {

// A total order in which equal documents (json::equal) are equal. The order itself means nothing.
int compare(const value& left, const value& right);

// Two equal items by their positions, the ones Ajv tells of: the last item that repeats an earlier one and the nearest
// such; `from_the_end` the other way round. Takes n log n comparisons, whoever chose the items.
std::optional<std::pair<std::size_t, std::size_t>> find_duplicate(const array& items, bool from_the_end);

}  // namespace lamina::json::schemas
