#include <cstddef>
#include <cstdint>

#include "lamina/tokens/duration.h"
#include "lamina/tokens/paseto.h"
#include "lamina/tokens/timestamp.h"

// The bytes are a PASETO. None is signed with this key, so none may pass.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lamina::tokens;
  static const auto key = verification_key::from_jwk(
      {{"kty", "OKP"}, {"crv", "Ed25519"}, {"x", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}});
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (verify_v4_public(text, key.value(), {}, {})) __builtin_trap();
  if (verify_v4_public("v4.public." + std::string(text), key.value(), {}, {})) __builtin_trap();
  (void)parse_timestamp(text);
  if (const auto seconds = parse_duration(text); seconds && *seconds < 0) __builtin_trap();
  return 0;
}
