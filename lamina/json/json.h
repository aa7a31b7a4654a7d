#pragma once

#include <boost/json/array.hpp>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/object.hpp>
#include <boost/json/storage_ptr.hpp>
#include <boost/json/string.hpp>
#include <boost/json/value.hpp>
#include <boost/json/value_ref.hpp>
#include <string>
#include <string_view>

#include "lamina/base/result.h"

// JSON documents. The types are Boost.JSON's; reading and writing are ours where JavaScript and Boost differ, because
// an event that passes through must not change: numbers are written as JSON.stringify writes them.
namespace lamina::json {

using boost::json::array;
using boost::json::kind;
using boost::json::monotonic_resource;
using boost::json::object;
using boost::json::storage_ptr;
using boost::json::string;
using boost::json::value;

// Objects and arrays inside each other; deeper text is refused. Far above what a client may send on purpose.
inline constexpr std::size_t max_depth = 512;

// Reads one JSON text of untrusted bytes. Never throws. The document lives in `storage` (by default on the heap).
// A failure has status 422 and says at which line and column, what was expected and what was found.
result<value> try_parse(std::string_view text, storage_ptr storage = {});

// Would try_parse() read it? The same error if not, and nothing is built: for text that only passes through.
result<void> check(std::string_view text);

// try_parse() for text that is known to be right (a literal, a file of ours): throws the error.
value parse(std::string_view text, storage_ptr storage = {});

// The text JSON.stringify would give: no spaces, keys in order, 1e+21 and 0.1 as JavaScript prints them; NaN and
// infinities become null.
std::string serialize(const value& document);
void serialize_to(std::string& out, const value& document);
// `text` as a JSON string, quotes included, appended to `out`. Bytes that are not UTF-8 pass through.
void quote_to(std::string& out, std::string_view text);
// A number as JavaScript's String(n): shortest digits that read back the same.
void number_to(std::string& out, double number);

// Do both say the same, whatever the order of their keys? Numbers are compared as doubles, as JavaScript has them.
bool equal(const value& left, const value& right);

// The member, or null when `document` is no object or has none of that name. Lives as long as `document` is unchanged.
const value* find(const value& document, std::string_view key) noexcept;
value* find(value& document, std::string_view key) noexcept;
const value* find(const object& members, std::string_view key) noexcept;
value* find(object& members, std::string_view key) noexcept;
// The text of that member, or `fallback` when it is missing or no string.
std::string_view find_string(const value& document, std::string_view key, std::string_view fallback = {}) noexcept;

// Makes the member that, whatever it was; a text is written where the object lives.
template <class T>
void set(object& members, std::string_view key, const T& content) {
  const auto [member, is_new] = members.emplace(key, content);
  if (!is_new) member->value() = content;
}

}  // namespace lamina::json
