#pragma once

#include <string>
#include <string_view>

// What JSON Schema needs of RFC 3986 and RFC 6901.
namespace lamina::json::schemas {

// `reference` resolved against `base` (RFC 3986, 5.2). A base without a scheme is taken as a path.
std::string resolve_uri(std::string_view base, std::string_view reference);

struct split_uri {
  std::string_view document;  // all before '#'
  std::string_view fragment;  // all after it
};
split_uri split_fragment(std::string_view uri) noexcept;

// One name of a JSON pointer: ~1 and ~0 decoded, or written.
std::string unescape_pointer(std::string_view name);
std::string escape_pointer(std::string_view name);
// A name as Ajv writes it into schema paths: pointer escapes, then encodeURIComponent.
std::string escape_fragment(std::string_view name);

}  // namespace lamina::json::schemas
