#include "lamina/events/http_body.h"

#include <algorithm>
#include <utility>

#include "lamina/base/base64.h"
#include "lamina/base/utf8.h"
#include "lamina/json/javascript.h"

namespace lamina {
namespace {

char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool starts_with_ignoring_case(std::string_view text, std::string_view lower_prefix) noexcept {
  return text.size() >= lower_prefix.size() &&
         std::ranges::equal(text.substr(0, lower_prefix.size()), lower_prefix, {}, lower);
}

// [a-z0-9.+-], any case: what may stand in front of "+json".
bool is_token_character(char c) noexcept {
  return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '+' || c == '-';
}

// The forbidden key in the document, or "": the innermost first, as a reviver of JSON.parse meets them.
std::string_view forbidden_key(const json::value& document) {
  if (const auto* items = document.if_array()) {
    for (const json::value& item : *items)
      if (const auto key = forbidden_key(item); !key.empty()) return key;
  } else if (const auto* members = document.if_object()) {
    for (const auto& [key, member] : *members) {
      if (const auto inner = forbidden_key(member); !inner.empty()) return inner;
      if (key == "__proto__") return "__proto__";
      if (key == "constructor" && json::find(member, "prototype") != nullptr) return "constructor";
    }
  }
  return {};
}

}  // namespace

bool is_json_media_type(std::string_view content_type) noexcept {
  if (!starts_with_ignoring_case(content_type, "application/")) return false;
  std::string_view type = content_type.substr(12);
  if (const auto end = type.find(';'); end != std::string_view::npos) type = type.substr(0, end);
  if (!std::ranges::all_of(type, is_token_character)) return false;
  if (type.size() > 5 && starts_with_ignoring_case(type.substr(type.size() - 5), "+json")) return true;
  return type.size() == 4 && starts_with_ignoring_case(type, "json");
}

const json::value* find_header(const json::value& message, std::string_view lower, std::string_view title) noexcept {
  const json::value* headers = json::find(message, "headers");
  if (headers == nullptr) return nullptr;
  const json::value* found = json::find(*headers, lower);
  return found && !found->is_null() ? found : json::find(*headers, title);
}

std::optional<std::string_view> content_type_of(const json::value& message) noexcept {
  const json::value* header = find_header(message, "content-type", "Content-Type");
  if (header == nullptr || !header->is_string()) return std::nullopt;
  return std::string_view(header->get_string());
}

std::optional<std::string> decode_body(const json::value& event) {
  const json::value* body = json::find(event, "body");
  if (body == nullptr || !body->is_string()) return std::nullopt;
  if (json::is_truthy(json::find(event, "isBase64Encoded"))) return base64_decode_leniently(body->get_string());
  return std::string(body->get_string());
}

std::optional<std::string_view> body_text(const json::value& event, std::string& buffer) {
  const json::value* body = json::find(event, "body");
  if (body == nullptr || !body->is_string()) return std::nullopt;
  if (!json::is_truthy(json::find(event, "isBase64Encoded"))) return std::string_view(body->get_string());
  buffer = replace_invalid_utf8(base64_decode_leniently(body->get_string()));
  return std::string_view(buffer);
}

result<json::value> parse_body(std::string_view text, std::string_view package, json::storage_ptr storage) {
  result<json::value> document = json::try_parse(text, std::move(storage));
  if (!document) return document;
  if (const auto key = forbidden_key(*document); !key.empty())
    return error(422, "Forbidden key in JSON body").with_cause(package, json::value(key));
  return document;
}

std::optional<json::value> find_json(std::string_view text, json::storage_ptr storage) {
  if (text.empty() || std::string_view("{[\"").find(text.front()) == std::string_view::npos) return std::nullopt;
  result<json::value> document = json::try_parse(text, std::move(storage));
  return document ? std::optional(*std::move(document)) : std::nullopt;
}

json::value parse_if_json(json::value text) {
  const json::string* given = text.if_string();
  std::optional<json::value> document = given ? find_json(*given, text.storage()) : std::nullopt;
  return document ? *std::move(document) : text;
}

bool is_json_structured(std::string_view text) noexcept {
  return !text.empty() && (text.front() == '{' || text.front() == '[');
}

}  // namespace lamina
