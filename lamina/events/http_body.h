#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lamina/base/result.h"
#include "lamina/json/json.h"

// How Middy reads bodies and headers of HTTP events (its util package).
namespace lamina {

// `application/json` or `application/<letters, digits, dots, pluses, dashes>+json`, any case, followed by ';' or
// nothing.
bool is_json_media_type(std::string_view content_type) noexcept;

// A header of an event or a response exactly as Middy looks it up: two spellings of its name are tried ("content-type",
// then "Content-Type"), others are not found. Null when there is none.
const json::value* find_header(const json::value& message, std::string_view lower, std::string_view title) noexcept;
// The text of the Content-Type header; nothing when it is missing or no text.
std::optional<std::string_view> content_type_of(const json::value& message) noexcept;

// The body of an event as bytes: decoded when `isBase64Encoded` is true. Nothing when it is missing, null or no text.
std::optional<std::string> decode_body(const json::value& event);
// The same as text, for parsers: what is not UTF-8 in a decoded body becomes U+FFFD, as in Node. A plain body is not
// copied: the view is of the event then, else of `buffer`.
std::optional<std::string_view> body_text(const json::value& event, std::string& buffer);

// JSON.parse for bodies of strangers: refuses the keys an attacker uses against JavaScript objects (`__proto__`, and
// `constructor` holding an object with `prototype`), since a body may be handed on to such a function. Errors: 422, of
// try_parse, or "Forbidden key in JSON body" with cause {package, data: <key>}.
result<json::value> parse_body(std::string_view text, std::string_view package, json::storage_ptr storage = {});

// The document a text stands for that starts with '{', '[' or '"' and is JSON; nothing for any other.
std::optional<json::value> find_json(std::string_view text, json::storage_ptr storage = {});

// A text that starts with '{', '[' or '"' and is JSON becomes that document; anything else is returned as it is.
json::value parse_if_json(json::value text);

// Does the text look like an object or a list?
bool is_json_structured(std::string_view text) noexcept;

}  // namespace lamina
