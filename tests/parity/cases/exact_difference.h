#pragma once

#include <functional>
#include <optional>
#include <string>

#include "lamina/json/json.h"

namespace lamina::parity {

// "where: expected ..., got ..."; null stands for nothing. Long documents are cut.
std::string differ(const std::string& where, const json::value* expected, const json::value* actual);

// Compares what is special about an expectation; nothing when it is not special.
using special_rule = std::function<std::optional<std::string>(const json::value& expected, const json::value& actual,
                                                              const std::string& path)>;

// Where `actual` first differs from `expected` and how, member by member and item by item; "" when it does not. Members
// are in any order; 2 and 2.0 are the same. `path` begins every place. `special` is asked first, at every depth.
std::string exact_difference(const json::value& expected, const json::value& actual, const std::string& path,
                             const special_rule& special = {});

}  // namespace lamina::parity
