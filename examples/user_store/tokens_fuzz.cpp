#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "examples/user_store/tokens.h"

// Tokens come from strangers: none may crash the check, and none that was not made with the key may pass.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view header(reinterpret_cast<const char*>(data), size);
  const auto claims = user_store::verify_token("a key that no input knows", user_store::bearer_token(header),
                                               lamina::system_time(std::chrono::seconds(1'000)));
  if (claims) std::abort();
  return 0;
}
