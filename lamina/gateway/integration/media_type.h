#pragma once

#include <string_view>

namespace lamina::gateway {

// "application/json" of "application/json; charset=utf-8": how the template for a Content-Type or for the first type of
// an Accept header is found. A view.
std::string_view media_type(std::string_view header) noexcept;

}  // namespace lamina::gateway
