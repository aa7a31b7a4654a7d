#pragma once

#include <string_view>

namespace lamina::gateway {

// Does a mapping template have anything of VTL, the Velocity template language: a reference ("$input"), a directive
// ("#set(..)") or a comment ("##")? This gateway has no engine for it. What has none of these stands for itself.
bool needs_vtl(std::string_view mapping_template) noexcept;

// "application/json" of "application/json; charset=utf-8": how the template for a Content-Type or for the first type of
// an Accept header is found. A view.
std::string_view media_type(std::string_view header) noexcept;

}  // namespace lamina::gateway
