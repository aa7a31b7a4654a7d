#include "lamina/tokens/algorithm.h"

#include <algorithm>
#include <array>

namespace lamina::tokens {
namespace {

constexpr std::array<std::string_view, 13> names = {"HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256",
                                                    "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"};

}  // namespace

std::optional<algorithm> parse_algorithm(std::string_view name) noexcept {
  if (name == "Ed25519") return algorithm::eddsa;
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<algorithm>(found - names.begin());
}

std::string_view name_of(algorithm which) noexcept { return names[static_cast<std::size_t>(which)]; }

}  // namespace lamina::tokens
