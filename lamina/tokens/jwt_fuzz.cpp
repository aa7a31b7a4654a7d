#include <array>
#include <cstddef>
#include <cstdint>

#include "lamina/tokens/jws.h"
#include "lamina/tokens/jwt.h"

// The bytes are a token. None is signed with this key, so none may pass.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lamina::tokens;
  static const auto secret = verification_key::from_secret("a secret that no input holds").value();
  static const auto curve = verification_key::from_jwk({{"kty", "EC"},
                                                        {"crv", "P-256"},
                                                        {"x", "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"},
                                                        {"y", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}});
  constexpr std::array allowed = {algorithm::hs256, algorithm::hs512, algorithm::es256};
  const std::string_view token(reinterpret_cast<const char*>(data), size);
  (void)decode_protected_header(token);
  (void)decode_claims(token);
  if (verify_jwt(token, secret, allowed, {}, {})) __builtin_trap();
  if (verify_jwt(token, curve.value(), allowed, {}, {})) __builtin_trap();
  // Claims of whatever kind.
  if (const auto claims = lamina::json::try_parse(token))
    (void)check_claims(*claims, {.audience = std::vector<std::string>{"a"}, .max_age = std::chrono::hours(1)}, {});
  return 0;
}
