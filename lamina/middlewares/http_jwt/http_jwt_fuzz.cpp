#include <cstddef>
#include <cstdint>

#include "lamina/engine/engine.h"
#include "lamina/middlewares/http_jwt/http_jwt.h"
#include "lamina/testing/manual_scheduler.h"

// The bytes are where a token could be: a cookie, a header, a parameter. No request gets through.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lamina;
  static const http_jwt subject({.internal_key = "key",
                                 .algorithm = {{"HS256"}},
                                 .token_cookie_name = "c",
                                 .token_header_name = "Authorization",
                                 .token_query_string_name = "q"});
  static const engine chain = [] {
    plugin made;
    made.internal = {{"key", "a secret that no input holds"}};
    return engine(std::move(made)).use(subject);
  }();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  testing::manual_scheduler loop;
  context about(loop);
  const json::value events[] = {{{"headers", {{"cookie", text}, {"authorization", text}}}},
                                {{"cookies", {text}}, {"queryStringParameters", {{"q", text}}}},
                                json::try_parse(text).value_or(nullptr)};
  for (const json::value& event : events)
    if (chain(event, about)) __builtin_trap();
  return 0;
}
