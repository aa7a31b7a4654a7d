#pragma once

#include <string_view>

namespace lamina::gateway {

// A request target taken apart as REST APIs do; nothing is decoded. Views into the target (or literals).
//   "//dev//pets/7?x=1" -> whole "/dev//pets/7", stage "dev", path "/pets/7", query "x=1"
struct request_target {
  std::string_view whole;  // stage and path as sent, but one leading slash: requestContext.path
  std::string_view stage;
  std::string_view path;   // starts with exactly one "/" that is not followed by another
  std::string_view query;  // without "?"; a fragment is cut off
};

// Accepts any bytes; "http://host/path" counts as "/path". A target that is no path ("*") has an empty stage.
request_target split_target(std::string_view target) noexcept;

// Has it, in its path or query, a character that RFC 3986 does not know there and that the service refuses before any
// API sees the request? Those are | (AWS: must be URL-encoded), and by reports of its users < > ^ { }. Other ones that
// the RFC forbids, such as [ ] and bytes beyond ASCII, get through.
bool has_refused_character(std::string_view target) noexcept;

}  // namespace lamina::gateway
