#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace lamina::gateway {

// Which of a service's APIs.
enum class api_family : std::uint8_t { rest, http, websocket, function_url, invoke };

inline constexpr std::array all_api_families = {api_family::rest, api_family::http, api_family::websocket,
                                                api_family::function_url, api_family::invoke};

// As labels of metrics have it.
constexpr std::string_view name_of(api_family family) noexcept {
  constexpr std::array<std::string_view, 5> names = {"rest", "http", "websocket", "function_url", "invoke"};
  return names[static_cast<std::size_t>(family)];
}

}  // namespace lamina::gateway
