#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "lamina/json/json.h"

// What Middy's options and responses inherit from JavaScript's own rules for values.
namespace lamina::json {

// Would `if (value)` hold? Not for null, false, 0, NaN, "" and a missing value.
bool is_truthy(const value& document) noexcept;
inline bool is_truthy(const value* document) noexcept { return document != nullptr && is_truthy(*document); }

// String(value): texts as they are, null "null", lists joined by ',', objects "[object Object]".
std::string to_text(const value& document);

// The second argument of JSON.parse: is given every member from the inside out, with its key (the index in a list; ""
// for the whole), and returns what to put in its place. Nothing removes the member (null in lists).
using reviver = std::function<std::optional<value>(std::string_view key, value member)>;
value revive(value document, const reviver& revive_member);

}  // namespace lamina::json
