#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace lamina::tokens {

// The algorithms of signed JWTs (RFC 7518 section 3, RFC 8037), "none" not among them.
enum class algorithm : std::uint8_t {
  hs256,
  hs384,
  hs512,
  rs256,
  rs384,
  rs512,
  ps256,
  ps384,
  ps512,
  es256,
  es384,
  es512,
  eddsa,  // with Ed25519
};

// "RS256"; nothing for a name that is none of these. "Ed25519" (RFC 9864) is another name for "EdDSA".
std::optional<algorithm> parse_algorithm(std::string_view name) noexcept;
std::string_view name_of(algorithm which) noexcept;

// Signed and verified with one shared secret.
constexpr bool is_symmetric(algorithm which) noexcept { return which <= algorithm::hs512; }

}  // namespace lamina::tokens
