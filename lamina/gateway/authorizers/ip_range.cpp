#include "lamina/gateway/authorizers/ip_range.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <string>

namespace lamina::gateway {
namespace {

std::optional<std::array<std::uint8_t, 16>> read_address(std::string_view text) {
  std::array<std::uint8_t, 16> bytes{};
  const std::string address(text);
  if (inet_pton(AF_INET6, address.c_str(), bytes.data()) == 1) return bytes;
  bytes = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  if (inet_pton(AF_INET, address.c_str(), bytes.data() + 12) == 1) return bytes;
  return std::nullopt;
}

}  // namespace

std::optional<ip_range> ip_range::read(std::string_view text) {
  ip_range made;
  const std::size_t slash = std::min(text.find('/'), text.size());
  const auto address = read_address(text.substr(0, slash));
  if (!address) return std::nullopt;
  made.bytes_ = *address;
  if (slash == text.size()) return made;
  const bool is_v4 = text.substr(0, slash).find(':') == std::string_view::npos;
  int bits = -1;
  const char* const end = text.data() + text.size();
  const auto [stop, failure] = std::from_chars(text.data() + slash + 1, end, bits);
  if (failure != std::errc() || stop != end || bits < 0 || bits > (is_v4 ? 32 : 128)) return std::nullopt;
  made.bits_ = is_v4 ? bits + 96 : bits;
  return made;
}

bool ip_range::contains(std::string_view address) const {
  const auto other = read_address(address);
  if (!other) return false;
  const auto whole = static_cast<std::size_t>(bits_ / 8);
  if (std::memcmp(bytes_.data(), other->data(), whole) != 0) return false;
  if (bits_ % 8 == 0) return true;
  const int shift = 8 - bits_ % 8;
  return (bytes_[whole] >> shift) == ((*other)[whole] >> shift);
}

}  // namespace lamina::gateway
