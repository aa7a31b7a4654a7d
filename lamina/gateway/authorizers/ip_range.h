#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace lamina::gateway {

// A range of IP addresses: "192.0.2.0/24", "2001:db8::/32", or one address.
class ip_range {
 public:
  // Nothing for what is none.
  static std::optional<ip_range> read(std::string_view text);
  // False as well for what is no address. ::ffff:192.0.2.1 is 192.0.2.1.
  bool contains(std::string_view address) const;

 private:
  std::array<std::uint8_t, 16> bytes_{};  // IPv4 as ::ffff:a.b.c.d
  int bits_ = 128;
};

}  // namespace lamina::gateway
