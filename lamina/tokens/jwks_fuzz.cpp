#include <cstddef>
#include <cstdint>

#include "lamina/tokens/jwks.h"

// The bytes are a JWK Set, and a public key.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lamina::tokens;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto keys = key_set::parse(text))
    if (const key_set::entry* const key = keys->find("a"); key != nullptr && key->key)
      (void)key->key->verify(algorithm::es256, text, text);
  if (const auto key = verification_key::from_spki(text)) {
    if (key->is_secret() || key->check(algorithm::hs256)) __builtin_trap();
    (void)key->verify(algorithm::rs256, text, text);
  }
  return 0;
}
