#include <cstddef>
#include <cstdint>

#include "lamina/engine/engine.h"
#include "lamina/middlewares/http_paseto/http_paseto.h"
#include "lamina/testing/manual_scheduler.h"

// The bytes are a token. No request gets through.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lamina;
  static const engine chain = [] {
    plugin made;
    made.internal = {{"key",
                      "-----BEGIN PUBLIC KEY-----\n"
                      "MCowBQYDK2VwAyEAHrnbu7wEfAP9cGBOAHHwmH4Wsot1ciXBHwBBXQ4gsaI=\n"
                      "-----END PUBLIC KEY-----\n"}};
    return engine(std::move(made)).use(http_paseto({.internal_key = "key", .token_header_name = "t"}));
  }();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  testing::manual_scheduler loop;
  context about(loop);
  for (const char* const before : {"", "v4.public."})
    if (chain({{"headers", {{"t", before + std::string(text)}}}}, about)) __builtin_trap();
  return 0;
}
